/// One statement: what it does to which table.
package enum Statement: Sendable {
    case select(SelectStatement)
    case insert(InsertStatement)
    case update(UpdateStatement)
    case delete(DeleteStatement)
    /// A condition on one item, of a transaction.
    case exists(SelectStatement)

    package var source: Source {
        switch self {
        case .select(let select), .exists(let select): select.source
        case .insert(let insert): Source(table: insert.table, index: nil)
        case .update(let update): update.source
        case .delete(let delete): delete.source
        }
    }

    package var returning: Returning? {
        switch self {
        case .update(let update): update.returning
        case .delete(let delete): delete.returning
        case .select, .insert, .exists: nil
        }
    }
}

package struct Source: Sendable {
    package let table: String
    package let index: String?
}

package struct SelectStatement: Sendable {
    package struct Order: Sendable {
        package let attribute: String
        package let isAscending: Bool
    }

    /// Nil for `*`.
    package let columns: [Path]?
    package let source: Source
    package let condition: Expression?
    package let order: [Order]
}

package struct InsertStatement: Sendable {
    package enum Item: Sendable {
        /// In the order they are written.
        case attributes([(name: String, value: Expression)])
        case parameter(Int)
    }

    package let table: String
    package let item: Item
}

package struct UpdateStatement: Sendable {
    package enum Change: Sendable {
        case set(Path, Expression)
        case remove(Path)
    }

    package let source: Source
    package let changes: [Change]
    package let condition: Expression?
    package let returning: Returning?
}

package struct DeleteStatement: Sendable {
    package let source: Source
    package let condition: Expression?
    package let returning: Returning?
}

/// `RETURNING ALL OLD *`
package enum Returning: String, Sendable {
    case allOld = "ALL OLD *"
    case allNew = "ALL NEW *"
    case modifiedOld = "MODIFIED OLD *"
    case modifiedNew = "MODIFIED NEW *"
}
