import DynamoDBModel

/// What a condition, an assignment or an operand says; a condition may stand wherever a truth value may.
package indirect enum Expression: Sendable {
    case path(Path)
    case value(AttributeValue)
    /// Counted from 0.
    case parameter(Int, Place)
    case call(FunctionCall)
    case arithmetic(ArithmeticSign, Expression, Expression)
    case compare(Comparison, Expression, Expression)
    case between(Expression, Expression, Expression)
    case oneOf(Expression, [Expression])
    case isType(Expression, TypeName)
    case not(Expression)
    case all([Expression])
    case any([Expression])
}

/// A function's call; the name in small letters.
package struct FunctionCall: Sendable {
    package let name: String
    package let arguments: [Expression]
    package let place: Place
}

package enum Comparison: String, Sendable {
    case equal = "="
    case unequal = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

package enum ArithmeticSign: String, Sendable {
    case plus = "+"
    case minus = "-"
}

/// What `IS` asks for.
package enum TypeName: Sendable {
    case missing, null, boolean, blob, string, number, map, list
}

/// Where a value stands: `a.b[0]`.
package struct Path: Sendable {
    package enum Step: Sendable {
        case name(String)
        case index(Int)
    }

    package let head: String
    package let rest: [Step]
    /// Of its first token.
    package let place: Place

    /// What a projection calls the value: the last name and the indexes behind it.
    package var columnName: String {
        var name = head
        for step in rest {
            switch step {
            case .name(let next): name = next
            case .index(let index): name += "[\(index)]"
            }
        }
        return name
    }
}
