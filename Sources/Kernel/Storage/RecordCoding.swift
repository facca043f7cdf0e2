/// Writes a record's fields one after the other, for records on a hot path.
package struct RecordWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Seven bits a byte, low ones first.
    package mutating func number(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    package mutating func number(_ value: Int) { number(UInt64(max(0, value))) }

    package mutating func data(_ value: some Collection<UInt8>) {
        number(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    package mutating func text(_ value: String) {
        number(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    package mutating func optional(_ value: String?) {
        number(value == nil ? 0 : 1 as UInt64)
        if let value { text(value) }
    }

    package mutating func texts(_ values: [String: String]) {
        number(UInt64(values.count))
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            text(name)
            text(value)
        }
    }
}

/// Reads back what a `RecordWriter` wrote. What is cut or overlong is corrupt, never a crash.
package struct RecordReader {
    /// What was not read yet.
    package private(set) var rest: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    package var isAtEnd: Bool { rest.isEmpty }

    package mutating func number() throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard let byte = rest.popFirst() else { throw Self.cut }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw Self.cut
    }

    package mutating func integer() throws -> Int {
        guard let value = Int(exactly: try number()) else { throw Self.cut }
        return value
    }

    package mutating func data() throws -> ArraySlice<UInt8> {
        let count = try integer()
        guard count <= rest.count else { throw Self.cut }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    package mutating func text() throws -> String { String(decoding: try data(), as: UTF8.self) }

    package mutating func optionalText() throws -> String? { try number() == 0 ? nil : try text() }

    package mutating func texts() throws -> [String: String] {
        let count = try integer()
        guard count <= rest.count else { throw Self.cut }
        var values: [String: String] = [:]
        for _ in 0..<count {
            let name = try text()
            values[name] = try text()
        }
        return values
    }

    private static let cut = StorageError.corrupt("a record ends too early")
}
