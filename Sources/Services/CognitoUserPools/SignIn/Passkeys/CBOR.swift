/// RFC 8949, as far as authenticators use it: definite lengths, integers, bytes, texts, lists and maps.
indirect enum CBOR: Hashable, Sendable {
    case integer(Int64)
    case bytes([UInt8])
    case text(String)
    case array([CBOR])
    case map([CBOR: CBOR])
    case flag(Bool)
    case null

    struct Malformed: Error {}

    /// A whole document: nothing may follow it.
    init(parsing bytes: [UInt8]) throws(Malformed) {
        var reader = CBORReader(bytes[...])
        self = try reader.value(depth: 0)
        guard reader.rest.isEmpty else { throw Malformed() }
    }

    subscript(_ key: String) -> CBOR? { self[.text(key)] }
    subscript(_ key: Int64) -> CBOR? { self[.integer(key)] }
    private subscript(_ key: CBOR) -> CBOR? {
        guard case .map(let entries) = self else { return nil }
        return entries[key]
    }

    var data: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    var number: Int64? { if case .integer(let number) = self { number } else { nil } }
}

struct CBORReader {
    private static let maxDepth = 8
    private static let maxEntries: UInt64 = 256

    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func value(depth: Int) throws(CBOR.Malformed) -> CBOR {
        guard depth < Self.maxDepth, let first = rest.popFirst() else { throw CBOR.Malformed() }
        let argument = try argument(first & 31)
        switch first >> 5 {
        case 0: return .integer(try integer(argument))
        case 1: return .integer(-1 - (try integer(argument)))
        case 2: return .bytes(try take(argument))
        case 3:
            guard let text = String(validating: try take(argument), as: UTF8.self) else { throw CBOR.Malformed() }
            return .text(text)
        case 4: return try array(argument, depth)
        case 5: return try map(argument, depth)
        case 7:
            switch first & 31 {
            case 20: return .flag(false)
            case 21: return .flag(true)
            case 22: return .null
            default: throw CBOR.Malformed()
            }
        default: throw CBOR.Malformed()
        }
    }

    private mutating func argument(_ short: UInt8) throws(CBOR.Malformed) -> UInt64 {
        switch short {
        case 0..<24: return UInt64(short)
        case 24...27:
            var number: UInt64 = 0
            for byte in try take(1 << UInt64(short - 24)) { number = number << 8 | UInt64(byte) }
            return number
        default: throw CBOR.Malformed()
        }
    }

    private func integer(_ value: UInt64) throws(CBOR.Malformed) -> Int64 {
        guard let number = Int64(exactly: value) else { throw CBOR.Malformed() }
        return number
    }

    private mutating func take(_ count: UInt64) throws(CBOR.Malformed) -> [UInt8] {
        guard count <= UInt64(rest.count) else { throw CBOR.Malformed() }
        defer { rest = rest.dropFirst(Int(count)) }
        return Array(rest.prefix(Int(count)))
    }

    private mutating func array(_ count: UInt64, _ depth: Int) throws(CBOR.Malformed) -> CBOR {
        guard count <= Self.maxEntries else { throw CBOR.Malformed() }
        var elements: [CBOR] = []
        for _ in 0..<count { elements.append(try value(depth: depth + 1)) }
        return .array(elements)
    }

    private mutating func map(_ count: UInt64, _ depth: Int) throws(CBOR.Malformed) -> CBOR {
        guard count <= Self.maxEntries else { throw CBOR.Malformed() }
        var entries: [CBOR: CBOR] = [:]
        for _ in 0..<count {
            let key = try value(depth: depth + 1)
            let entry = try value(depth: depth + 1)
            guard entries.updateValue(entry, forKey: key) == nil else { throw CBOR.Malformed() }
        }
        return .map(entries)
    }
}
