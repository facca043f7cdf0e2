import ServiceKit

/// Fields between spaces, with conditions on some of them: `[ip, user, ..., status = 4*, bytes > 1000]`.
struct FieldPattern: Sendable {
    struct Field: Sendable {
        var name: String?
        /// One of these lists must hold, all of its tests; none are no condition.
        var tests: [[ValueTest]]
    }

    private static let mostFields = 200

    /// Those before `...`, and those after it; without it all stand before.
    private var before: [Field] = []
    private var after: [Field]?

    init(_ reader: inout PatternReader) throws {
        _ = reader.take("[")
        repeat {
            guard before.count + (after?.count ?? 0) < Self.mostFields else {
                throw ServiceError.invalidPattern("there are too many fields")
            }
            if reader.take("...") || reader.take("…") {
                guard after == nil else { throw ServiceError.invalidPattern("there is more than one ellipsis") }
                after = []
            } else {
                let field = try Self.field(&reader)
                if after == nil { before.append(field) } else { after?.append(field) }
            }
        } while reader.take(",")
        guard reader.take("]") else { throw ServiceError.invalidPattern("a bracket is not closed") }
        reader.skipSpaces()
        guard reader.isAtEnd else { throw ServiceError.invalidPattern("something stands after the closing bracket") }
    }

    private static func field(_ reader: inout PatternReader) throws -> Field {
        let isEnclosed = reader.take("(")
        let name = try readName(&reader)
        var field = Field(name: name, tests: [])
        guard ValueTest.Comparison.stands(in: reader) else { return field }
        let isEnd: (UInt8) -> Bool = { ",]&|)".utf8.contains($0) }
        field.tests = [[try ValueTest(&reader, endsAt: isEnd)]]
        while true {
            if reader.take("&&") {
                try requireName(name, &reader)
                field.tests[field.tests.count - 1].append(try ValueTest(&reader, endsAt: isEnd))
            } else if reader.take("||") {
                try requireName(name, &reader)
                field.tests.append([try ValueTest(&reader, endsAt: isEnd)])
            } else {
                break
            }
        }
        if isEnclosed, !reader.take(")") { throw ServiceError.invalidPattern("a parenthesis is not closed") }
        return field
    }

    private static func readName(_ reader: inout PatternReader) throws -> String? {
        reader.skipSpaces()
        let name = reader.run { $0.isAlphanumeric || $0 >= 0x80 || "_-$.*".utf8.contains($0) }
        return name.isEmpty || name == [UInt8(ascii: "*")] ? nil : String(decoding: name, as: UTF8.self)
    }

    /// A further condition of a field names the field again.
    private static func requireName(_ name: String?, _ reader: inout PatternReader) throws {
        guard try readName(&reader) == name else {
            throw ServiceError.invalidPattern("a field's conditions are all on that field")
        }
    }

    /// - Returns: the message's fields by name, or by number where they have none; nil if it does not match.
    func match(_ message: String) -> [String: String]? {
        let values = Self.split(Array(message.utf8))
        let fixed = before.count + (after?.count ?? 0)
        guard after == nil ? values.count == fixed : values.count >= fixed else { return nil }
        var found: [String: String] = [:]
        let behind = values.count - (after?.count ?? 0)
        for (index, value) in values.enumerated() {
            let field =
                index < before.count ? before[index] : index >= behind ? after?[index - behind] : nil
            if let field, !field.holds(of: value) { return nil }
            found["$" + (field?.name ?? String(index + 1))] = String(decoding: value, as: UTF8.self)
        }
        return found
    }

    /// What stands between brackets or quotation marks is one field, without them.
    private static func split(_ message: [UInt8]) -> [[UInt8]] {
        var fields: [[UInt8]] = []
        var position = 0
        while position < message.count, fields.count <= 10 * mostFields {
            guard !message[position].isSpace else {
                position += 1
                continue
            }
            let closing: UInt8? =
                switch message[position] {
                case UInt8(ascii: "["): UInt8(ascii: "]")
                case UInt8(ascii: "\""): UInt8(ascii: "\"")
                default: nil
                }
            if let closing, let end = message[(position + 1)...].firstIndex(of: closing) {
                fields.append(Array(message[(position + 1)..<end]))
                position = end + 1
            } else {
                let end = message[position...].firstIndex { $0.isSpace } ?? message.count
                fields.append(Array(message[position..<end]))
                position = end
            }
        }
        return fields
    }
}

extension FieldPattern.Field {
    fileprivate func holds(of value: [UInt8]) -> Bool {
        guard !tests.isEmpty else { return true }
        let number = Number.value(of: value)
        return tests.contains { $0.allSatisfy { $0.holds(of: value, number: number) } }
    }
}

extension ValueTest.Comparison {
    /// Whether one comes next.
    fileprivate static func stands(in reader: PatternReader) -> Bool {
        var reader = reader
        return Self(&reader) != nil
    }
}
