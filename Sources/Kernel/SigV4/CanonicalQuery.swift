/// The canonical query string: decoded, encoded by AWS's rule, sorted by name and then by value.
enum CanonicalQuery {
    private static let signatureName = Array("X-Amz-Signature".utf8)

    private struct Pair {
        var name: Range<Int>
        var value: Range<Int>
    }

    static func append(_ rawQuery: String, omittingSignature: Bool, to output: inout [UInt8]) {
        guard !rawQuery.isEmpty else { return }
        let raw = Array(rawQuery.utf8)
        var encoded: [UInt8] = []
        encoded.reserveCapacity(raw.count + 16)
        var pairs: [Pair] = []
        for part in raw.split(separator: UInt8(ascii: "&")) {
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = encode(part[..<equals], into: &encoded)
            if omittingSignature, encoded[name].elementsEqual(signatureName) { continue }
            pairs.append(Pair(name: name, value: encode(part[equals...].dropFirst(), into: &encoded)))
        }
        pairs.sort { precedes($0, $1, in: encoded) }
        for (index, pair) in pairs.enumerated() {
            if index > 0 { output.append(UInt8(ascii: "&")) }
            output.append(contentsOf: encoded[pair.name])
            output.append(UInt8(ascii: "="))
            output.append(contentsOf: encoded[pair.value])
        }
    }

    private static func encode(_ text: ArraySlice<UInt8>, into output: inout [UInt8]) -> Range<Int> {
        let start = output.count
        URIEncoding.reencode(text, plusIsSpace: true, keepingSlash: false, into: &output)
        return start..<output.count
    }

    private static func precedes(_ one: Pair, _ other: Pair, in encoded: [UInt8]) -> Bool {
        let names = (encoded[one.name], encoded[other.name])
        if names.0.elementsEqual(names.1) {
            return encoded[one.value].lexicographicallyPrecedes(encoded[other.value])
        }
        return names.0.lexicographicallyPrecedes(names.1)
    }
}
