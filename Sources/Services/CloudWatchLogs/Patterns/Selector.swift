import ServiceKit
import Wire

/// Where in a document a value stands: `$.users[0].name`, `$['user name']`, `$.users[*].id`.
struct Selector: Sendable {
    private enum Step: Sendable {
        case member(String)
        case element(Int)
        case anyMember
        case anyElement
    }

    private static let mostSteps = 64
    /// Values that are looked at where a selector has a wildcard.
    private static let mostValues = 10_000

    private(set) var text = "$"
    private var steps: [Step] = []

    init(_ reader: inout PatternReader) throws {
        guard reader.take("$") else { throw ServiceError.invalidPattern("a selector begins with $") }
        while let byte = reader.peek, byte == UInt8(ascii: ".") || byte == UInt8(ascii: "[") {
            guard steps.count < Self.mostSteps else { throw ServiceError.invalidPattern("a selector is too long") }
            _ = reader.next()
            text += byte == UInt8(ascii: ".") ? try readMember(&reader) : try readBracket(&reader)
        }
        guard !steps.isEmpty else { throw ServiceError.invalidPattern("a selector names nothing") }
    }

    private mutating func readMember(_ reader: inout PatternReader) throws -> String {
        if reader.peek == UInt8(ascii: "*") {
            _ = reader.next()
            steps.append(.anyMember)
            return ".*"
        }
        if reader.peek == UInt8(ascii: "[") {
            _ = reader.next()
            return "." + (try readBracket(&reader))
        }
        let name = reader.run {
            $0.isAlphanumeric || $0 >= 0x80 || [UInt8(ascii: "-"), UInt8(ascii: "_")].contains($0)
        }
        guard !name.isEmpty else { throw ServiceError.invalidPattern("a selector has no name after its point") }
        let member = String(decoding: name, as: UTF8.self)
        steps.append(.member(member))
        return "." + member
    }

    private mutating func readBracket(_ reader: inout PatternReader) throws -> String {
        var text: String
        switch reader.peek {
        case UInt8(ascii: "*"):
            _ = reader.next()
            steps.append(.anyElement)
            text = "*"
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            let mark = reader.next() ?? 0
            let name = String(decoding: try reader.quoted(until: mark), as: UTF8.self)
            steps.append(.member(name))
            text = "'\(name)'"
        default:
            let digits = String(decoding: reader.run { (48...57).contains($0) }, as: UTF8.self)
            guard let index = Int(digits) else {
                throw ServiceError.invalidPattern("a selector has no number between its brackets")
            }
            steps.append(.element(index))
            text = digits
        }
        guard reader.take("]") else { throw ServiceError.invalidPattern("a bracket of a selector is not closed") }
        text = "[" + text + "]"
        return text
    }

    /// The values it finds: one at most where it has no wildcard.
    func values(in document: JSONValue) -> [JSONValue] {
        var values = [document]
        for step in steps {
            values = Array(values.lazy.flatMap { Self.values(step, of: $0) }.prefix(Self.mostValues))
        }
        return values
    }

    private static func values(_ step: Step, of value: JSONValue) -> [JSONValue] {
        switch step {
        case .member(let name): return value.members?.last { $0.key.hasSameBytes(as: name) }.map { [$0.value] } ?? []
        case .element(let index):
            guard let elements = value.array, index < elements.count else { return [] }
            return [elements[index]]
        case .anyMember: return value.members?.map(\.value) ?? []
        case .anyElement: return value.array ?? []
        }
    }
}
