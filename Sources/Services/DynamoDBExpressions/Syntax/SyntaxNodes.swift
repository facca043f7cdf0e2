/// What a parser makes of an expression: placeholders still stand for what they name.
struct PathNode: Sendable {
    enum Step: Sendable {
        case name(String)
        case placeholder(String)
        /// As it is written; it may be too large for any number.
        case index(String)
    }

    var steps: [Step]
}

struct CallNode: Sendable {
    let name: String
    let arguments: [OperandNode]
}

indirect enum OperandNode: Sendable {
    case path(PathNode)
    case value(String)
    case call(CallNode)
}

indirect enum ConditionNode: Sendable {
    case all([ConditionNode])
    case any([ConditionNode])
    case not(ConditionNode)
    case compare(Comparator, OperandNode, OperandNode)
    case between(OperandNode, OperandNode, OperandNode)
    case oneOf(OperandNode, [OperandNode])
    case call(CallNode)
}

/// What stands to the right of a SET action's equals sign.
enum SetNode: Sendable {
    case operand(OperandNode)
    case arithmetic(Arithmetic, OperandNode, OperandNode)
}

struct ActionNode: Sendable {
    let path: PathNode
    /// Nil for REMOVE; a value placeholder for ADD and DELETE.
    let value: SetNode?
}

struct SectionNode: Sendable {
    let section: UpdateSection
    let actions: [ActionNode]
}

package enum Comparator: String, Sendable {
    case equal = "="
    case unequal = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    var orders: Bool { self != .equal && self != .unequal }

    /// With its operands in the other order.
    var turned: Comparator {
        switch self {
        case .equal, .unequal: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }
}

package enum Arithmetic: String, Sendable {
    case plus = "+"
    case minus = "-"
}

enum UpdateSection: String, Sendable {
    case set = "SET"
    case remove = "REMOVE"
    case add = "ADD"
    case delete = "DELETE"
}
