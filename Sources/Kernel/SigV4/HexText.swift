import Crypto

/// Lower-case hexadecimal, as signatures and payload hashes are written.
enum HexText {
    static func append(_ bytes: some Sequence<UInt8>, to output: inout [UInt8]) {
        for byte in bytes {
            output.append(digit(byte >> 4))
            output.append(digit(byte & 15))
        }
    }

    static func string(_ bytes: some Sequence<UInt8>) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(64)
        append(bytes, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? value + 48 : value + 87 }
}

/// Compares what a stranger presents with what was calculated, in a time that tells nothing.
func equalInConstantTime(_ presented: String, _ calculated: [UInt8]) -> Bool {
    guard presented.utf8.count == calculated.count else { return false }
    var difference: UInt8 = 0
    for (one, other) in zip(presented.utf8, calculated) { difference |= one ^ other }
    return difference == 0
}
