import DynamoDBExpressions
import DynamoDBModel
import ServiceKit
import Storage

/// One item to be written under a condition: what PutItem, UpdateItem and DeleteItem do, alone, in a batch or in a
/// transaction.
struct ItemWrite: Sendable {
    enum Action: Sendable {
        case put(AttributeMap)
        case update(key: AttributeMap, UpdateExpression?)
        case delete(key: AttributeMap)
        /// Of a transaction: nothing is written.
        case check(key: AttributeMap)
    }

    var address: TableAddress
    var action: Action
    var condition: ItemCondition?

    /// What was there and what is there now.
    struct Outcome: Sendable {
        var table: Table
        var old: AttributeMap?
        var new: AttributeMap?
        var update: UpdateOutcome?

        /// By which writes are counted: the larger of the two.
        var bytes: Int { max(old?.storedBytes ?? 0, new?.storedBytes ?? 0) }
    }

    /// The condition did not hold; nothing is written.
    struct ConditionFailure: Error {
        var table: Table
        var item: AttributeMap?
    }
}

extension Transaction {
    /// Writes the item and its indexes' rows, if its condition holds.
    func perform(_ write: ItemWrite) throws -> ItemWrite.Outcome {
        let table = try requireTable(write.address)
        let key = try table.key(of: write.action)
        let old = try item(key)?.attributes()
        if let condition = write.condition, !condition.holds(for: old) {
            throw ItemWrite.ConditionFailure(table: table, item: old)
        }
        var outcome = ItemWrite.Outcome(table: table, old: old)
        switch write.action {
        case .put(let item):
            try put(item, over: old, in: table)
            outcome.new = item
        case .update(let key, let update):
            let updated = try table.updated(old, key: key, by: update)
            outcome.update = updated
            guard updated?.makesItem ?? true else { return outcome }
            let item = updated?.item ?? old ?? key
            try put(item, over: old, in: table)
            outcome.new = item
        case .delete:
            if let old { try delete(old, in: table) }
        case .check: outcome.new = old
        }
        return outcome
    }
}

extension Snapshot {
    /// No item twice among several writes.
    func requireDistinct(_ writes: [ItemWrite], else sentence: String) throws {
        var seen: Set<ItemKey> = []
        for write in writes where !seen.insert(try requireTable(write.address).key(of: write.action)).inserted {
            throw ServiceError.validation(sentence)
        }
    }
}

extension Table {
    fileprivate func key(of action: ItemWrite.Action) throws -> ItemKey {
        switch action {
        case .put(let item): try key(ofItem: item)
        case .update(let key, _), .delete(let key), .check(let key): try self.key(given: key)
        }
    }

    /// An update of what is not there begins with the key alone; without an expression it is the key.
    fileprivate func updated(
        _ old: AttributeMap?, key: AttributeMap, by update: UpdateExpression?
    ) throws -> UpdateOutcome? {
        guard let update else { return nil }
        let outcome = try sayingWhy {
            try update.checkKeys(keys.names)
            return try update.applied(to: old, key: key)
        }
        try checkIndexKeys(of: outcome.item)
        guard outcome.item.storedBytes <= ItemLimits.itemBytes else { throw ServiceError.updatedItemTooLarge }
        return outcome
    }
}
