/// HTTP header fields in order; names are compared without regard to ASCII case.
package struct HeaderFields: Sendable {
    package typealias Field = (name: String, value: String)
    package private(set) var fields: [Field]

    package init(_ fields: [Field] = []) { self.fields = fields }

    /// The value of the first field of that name.
    package func first(_ name: String) -> String? {
        for field in fields where field.name.equalsIgnoringASCIICase(name) { return field.value }
        return nil
    }

    package func all(_ name: String) -> [String] {
        fields.compactMap { $0.name.equalsIgnoringASCIICase(name) ? $0.value : nil }
    }

    package func contains(_ name: String) -> Bool { first(name) != nil }

    package mutating func add(_ name: String, _ value: String) { fields.append((name, value)) }

    /// Replaces all fields of that name by one.
    package mutating func set(_ name: String, _ value: String) {
        remove(name)
        add(name, value)
    }

    package mutating func remove(_ name: String) {
        fields.removeAll { $0.name.equalsIgnoringASCIICase(name) }
    }

    /// The fields below a prefix by the lower-cased rest of their names, as S3 keeps `x-amz-meta-`.
    /// Several fields of one name become one value with commas.
    package func map(prefix: String) -> [String: String]? {
        var entries: [String: String] = [:]
        for field in fields where field.name.hasPrefixIgnoringASCIICase(prefix) {
            let key = String(decoding: field.name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
            entries[key.lowercased(), default: ""] +=
                entries[key.lowercased()] == nil
                ? field.value : "," + field.value
        }
        return entries.isEmpty ? nil : entries
    }
}

extension String {
    package func equalsIgnoringASCIICase(_ other: String) -> Bool {
        utf8.count == other.utf8.count && hasPrefixIgnoringASCIICase(other)
    }

    package func hasPrefixIgnoringASCIICase(_ prefix: String) -> Bool {
        guard utf8.count >= prefix.utf8.count else { return false }
        // Headers are looked for by the dozen: in place, where both lie in one piece, as nearly all do.
        let isSame = utf8.withContiguousStorageIfAvailable { own in
            prefix.utf8.withContiguousStorageIfAvailable { other in
                for index in 0..<other.count where own[index] != other[index] {
                    if own[index].asciiFolded != other[index].asciiFolded { return false }
                }
                return true
            }
        }
        if let isSame, let isSame { return isSame }
        return zip(utf8, prefix.utf8).allSatisfy { $0.asciiFolded == $1.asciiFolded }
    }
}

extension UInt8 {
    fileprivate var asciiFolded: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}
