import DynamoDBExpressions
import DynamoDBModel
import PartiQL
import ServiceKit

/// A statement that writes, or lets write, as the item's write that it comes to.
struct StatementWrite: Sendable {
    let write: ItemWrite
    var returning: ReturnValue?
    var isInsert = false

    /// Of a statement by itself.
    init(alone bound: BoundStatement, _ table: Table) throws {
        do {
            try self.init(bound, table)
        } catch let error as UnknownItem {
            throw ServiceError.validation(error.sentence)
        }
    }

    init(_ bound: BoundStatement, _ table: Table) throws {
        let parameters = bound.parameters
        switch bound.statement {
        case .insert(let insert):
            write = ItemWrite(
                address: bound.address, action: .put(try parameters.item(insert.item)),
                condition: try parameters.condition(checking: table.isAbsent))
            isInsert = true
        case .update(let update):
            try Self.checkIsTable(update.source)
            let key = try StatementKey(update.condition, table.keys, parameters)
            write = ItemWrite(
                address: bound.address,
                action: .update(key: try key.required(table.keys), try parameters.update(update.changes)),
                // It changes what is there and makes nothing.
                condition: try parameters.condition(
                    checking: .all([.not(table.isAbsent)] + key.others.map(parameters.tree))))
            returning = update.returning?.returnValue
        case .delete(let delete):
            try Self.checkIsTable(delete.source)
            try Self.check(delete.returning)
            let key = try StatementKey(delete.condition, table.keys, parameters)
            write = ItemWrite(
                address: bound.address, action: .delete(key: try key.required(table.keys)),
                // What is not there is not asked anything.
                condition: key.others.isEmpty
                    ? nil
                    : try parameters.condition(
                        checking: .any([table.isAbsent, .all(try key.others.map(parameters.tree))])))
            returning = delete.returning?.returnValue
        case .exists(let select): write = try Self.check(select, bound, table)
        case .select: throw ServiceError.validation("Unexpected from source")
        }
    }

    private static func check(_ select: SelectStatement, _ bound: BoundStatement, _ table: Table) throws -> ItemWrite {
        guard select.source.index == nil else {
            throw ServiceError.validation("Operations on indices are not supported in transactions")
        }
        let key = try StatementKey(select.condition, table.keys, bound.parameters)
        guard key.isWhole(table.keys), let condition = try bound.parameters.condition(key.others) else {
            throw ServiceError.validation("EXISTS() must contain a single item read with additional condition")
        }
        return ItemWrite(address: bound.address, action: .check(key: key.key), condition: condition)
    }

    private static func checkIsTable(_ source: Source) throws {
        guard source.index == nil else { throw ServiceError.validation("This operation is not supported on an index") }
    }

    private static func check(_ returning: Returning?) throws {
        guard let returning, returning != .allOld else { return }
        throw ServiceError.validation(
            "Invalid returning clause: RETURNING \(returning.rawValue). Only RETURNING ALL OLD * is allowed in DELETE "
                + "statements.")
    }
}

extension Table {
    fileprivate var isAbsent: ConditionTree {
        .call(.attributeNotExists, [.path(DocumentPath(keys.hash[0].name))])
    }
}

extension Returning {
    var returnValue: ReturnValue {
        switch self {
        case .allOld: .allOld
        case .allNew: .allNew
        case .modifiedOld: .updatedOld
        case .modifiedNew: .updatedNew
        }
    }
}

extension ServiceError {
    static let duplicateItem = ServiceError(
        "DuplicateItemException", "Duplicate primary key exists in table", status: 400)
}
