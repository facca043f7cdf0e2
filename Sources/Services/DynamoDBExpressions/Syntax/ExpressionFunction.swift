/// A function of the expressions, by its name; unlike keywords, names of functions have a case.
package enum ExpressionFunction: String, Sendable {
    case attributeExists = "attribute_exists"
    case attributeNotExists = "attribute_not_exists"
    case attributeType = "attribute_type"
    case beginsWith = "begins_with"
    case contains
    case size
    case ifNotExists = "if_not_exists"
    case listAppend = "list_append"

    /// Where it may stand.
    enum Use {
        case condition, operand, update
    }

    var use: Use {
        switch self {
        case .attributeExists, .attributeNotExists, .attributeType, .beginsWith, .contains: .condition
        case .size: .operand
        case .ifNotExists, .listAppend: .update
        }
    }

    var operandCount: Int {
        switch self {
        case .attributeExists, .attributeNotExists, .size: 1
        case .attributeType, .beginsWith, .contains, .ifNotExists, .listAppend: 2
        }
    }

    static func unknown(_ name: String) -> String { "Invalid function name; function: \(name)" }

    var misuse: String {
        "The function is not allowed to be used this way in an expression; function: \(rawValue)"
    }

    func wrongCount(_ count: Int) -> String {
        "Incorrect number of operands for operator or function; "
            + "operator or function: \(rawValue), number of operands: \(count)"
    }

    var requiresPath: String {
        "Operator or function requires a document path; operator or function: \(rawValue)"
    }

    static func wrongType(_ function: String, _ type: String) -> String {
        "Incorrect operand type for operator or function; operator or function: \(function), operand type: \(type)"
    }
}
