/// Combining the checks of consecutive pieces into that of the whole, without the bytes.
///
/// Appending `n` zero bytes to a message is a linear map of its check over GF(2). The map of one
/// byte, squared again and again, gives that of any length in some sixty steps.
extension CRC {
    package static func combined(_ kind: Kind, _ pieces: [(digest: [UInt8], byteCount: Int)]) -> [UInt8] {
        guard let first = pieces.first else { return CRC(kind).digest }
        let value = pieces.dropFirst().reduce(number(first.digest)) { value, piece in
            shifted(value, byBytes: piece.byteCount, kind) ^ number(piece.digest)
        }
        return stride(from: kind.width - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: value >> UInt64($0))
        }
    }

    private static func number(_ digest: [UInt8]) -> UInt64 { digest.reduce(0) { $0 << 8 | UInt64($1) } }

    private static func shifted(_ value: UInt64, byBytes count: Int, _ kind: Kind) -> UInt64 {
        var map = oneZeroByte(kind)
        var value = value
        var rest = count
        while rest > 0 {
            if rest & 1 == 1 { value = apply(map, value) }
            map = map.map { apply(map, $0) }
            rest >>= 1
        }
        return value
    }

    /// What each bit of the check becomes when a zero byte follows.
    private static func oneZeroByte(_ kind: Kind) -> [UInt64] {
        (0..<kind.width).map { bit in
            let value: UInt64 = 1 << UInt64(bit)
            return value >> 8 ^ kind.tables[Int(value & 0xFF)]
        }
    }

    private static func apply(_ map: [UInt64], _ value: UInt64) -> UInt64 {
        var result: UInt64 = 0
        var rest = value
        while rest != 0 {
            result ^= map[rest.trailingZeroBitCount]
            rest &= rest - 1
        }
        return result
    }
}
