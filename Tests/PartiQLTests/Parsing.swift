import DynamoDBModel
import PartiQL

func parsed(_ text: String) throws -> Statement { try Statement(parsing: text) }

/// The sentence that a statement is refused with; nil if it is taken.
func sentence(_ text: String) -> String? {
    do throws(StatementError) {
        _ = try Statement(parsing: text)
        return nil
    } catch {
        return error.message
    }
}

let notWellFormed = "Statement wasn't well formed, can't be processed: "

/// What stands behind WHERE, in full parentheses.
func condition(_ text: String) throws -> String? {
    guard case .select(let select) = try parsed("SELECT * FROM T WHERE " + text) else { return nil }
    return select.condition?.text
}

extension Expression {
    /// As a test reads it.
    var text: String {
        switch self {
        case .path(let path): path.text
        case .value(let value): value.text
        case .parameter(let number, _): "?\(number)"
        case .call(let call): "\(call.name)(\(call.arguments.map(\.text).joined(separator: ", ")))"
        case .arithmetic(let sign, let left, let right): "(\(left.text) \(sign.rawValue) \(right.text))"
        case .compare(let comparison, let left, let right): "(\(left.text) \(comparison.rawValue) \(right.text))"
        case .between(let operand, let low, let high): "(\(operand.text) between \(low.text) and \(high.text))"
        case .oneOf(let operand, let list): "(\(operand.text) in \(list.map(\.text).joined(separator: "|")))"
        case .isType(let operand, let type): "(\(operand.text) is \(type))"
        case .not(let inner): "(not \(inner.text))"
        case .all(let parts): "(\(parts.map(\.text).joined(separator: " and ")))"
        case .any(let parts): "(\(parts.map(\.text).joined(separator: " or ")))"
        }
    }
}

extension Path {
    var text: String {
        rest.reduce(head) { text, step in
            switch step {
            case .name(let name): text + ".\(name)"
            case .index(let index): text + "[\(index)]"
            }
        }
    }
}

extension AttributeValue {
    var text: String {
        switch self {
        case .string(let text): "'\(text)'"
        case .number(let number): number.text
        case .binary(let bytes): "\(bytes)"
        case .bool(let flag): "\(flag)"
        case .null: "null"
        case .map(let map): "{\(map.entries.map { "\($0.name):\($0.value.text)" }.joined(separator: ","))}"
        case .list(let values): "[\(values.map(\.text).joined(separator: ","))]"
        case .stringSet(let texts): "<<\(texts.joined(separator: ","))>>"
        case .numberSet(let numbers): "<<\(numbers.map(\.text).joined(separator: ","))>>"
        case .binarySet(let values): "\(values)"
        }
    }
}
