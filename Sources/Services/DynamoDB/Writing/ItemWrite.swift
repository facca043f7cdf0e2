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

        /// The item's key, if with more.
        var keyed: AttributeMap {
            switch self {
            case .put(let item): item
            case .update(let key, _), .delete(let key), .check(let key): key
            }
        }
    }

    /// Operations differ in what they refuse, and in how.
    enum Kind: Sendable { case plain, updateItem, batch }

    var address: TableAddress
    var action: Action
    var condition: ItemCondition?
    var kind = Kind.plain

    /// What was there and what is there now.
    struct Outcome: Sendable {
        var table: Table
        var old: PreviousItem?
        var new: AttributeMap?
        var newStored: StoredItem?
        var update: UpdateOutcome?
        var collection: ItemCollection?

        /// By which writes are counted: the larger of the two.
        var bytes: Int { max(old?.stored.size ?? 0, newStored?.size ?? 0) }
    }

    /// The condition did not hold; nothing is written.
    struct ConditionFailure: Error {
        var table: Table
        var item: StoredItem?
    }

    /// All that its expressions look at.
    fileprivate var paths: [DocumentPath] {
        let looksAt = condition?.paths ?? []
        guard case .update(_, let update?) = action else { return looksAt }
        return looksAt + update.paths
    }

    fileprivate var readsOld: Bool {
        if condition != nil { return true }
        return if case .update = action { true } else { false }
    }
}

/// A write whose table and place are known.
struct PlacedWrite: Sendable {
    var write: ItemWrite
    var table: Table
    var key: ItemKey
}

extension Transaction {
    /// Writes one item.
    func perform(_ write: ItemWrite, _ origin: ChangeOrigin) throws -> ItemWrite.Outcome {
        var counts = CountChanges()
        let table = try requireTable(write.address)
        let placed = PlacedWrite(write: write, table: table, key: try table.key(of: write))
        let outcome = try perform(placed, origin, &counts)
        try counts.write(in: self)
        return outcome
    }

    /// Writes several items, none of them twice.
    func perform(
        _ writes: [ItemWrite], _ origin: ChangeOrigin, elseIfTwice sentence: String
    ) throws -> [ItemWrite.Outcome] {
        var counts = CountChanges()
        let outcomes = try place(writes, elseIfTwice: sentence).map { try perform($0, origin, &counts) }
        try counts.write(in: self)
        return outcomes
    }

    /// Writes the item and its indexes' rows, if its condition holds.
    private func perform(
        _ placed: PlacedWrite, _ origin: ChangeOrigin, _ counts: inout CountChanges
    ) throws -> ItemWrite.Outcome {
        let write = placed.write
        let table = placed.table
        let key = placed.key
        try table.checkPaths(of: write)
        let old = try item(key).map { try PreviousItem($0, isRead: write.readsOld || table.hasDerivedRows) }
        if let condition = write.condition, !condition.holds(for: try old?.attributes()) {
            throw ItemWrite.ConditionFailure(table: table, item: old?.stored)
        }
        var outcome = ItemWrite.Outcome(table: table, old: old)
        switch write.action {
        case .put(let item):
            outcome.newStored = try put(item, at: key, over: old, in: table, origin, &counts)
            outcome.new = item
        case .update(let given, let update):
            let attributes = try old?.attributes()
            let updated = try table.updated(attributes, key: given, by: update, write.kind)
            outcome.update = updated
            guard updated?.makesItem ?? true else { return outcome }
            let item = updated?.item ?? attributes ?? given
            outcome.newStored = try put(item, at: key, over: old, in: table, origin, &counts)
            outcome.new = item
        case .delete:
            if let old { try delete(old, at: key, in: table, origin, &counts) }
        case .check: outcome.newStored = old?.stored
        }
        if table.hasCollections { outcome.collection = try collection(of: write.action.keyed, in: table) }
        return outcome
    }
}

extension Snapshot {
    /// - Throws: where two writes are about one item.
    fileprivate func place(_ writes: [ItemWrite], elseIfTwice sentence: String) throws -> [PlacedWrite] {
        var tables: [TableAddress: Table] = [:]
        var seen: Set<ItemKey> = []
        return try writes.map { write in
            let table = try tables[write.address] ?? requireTable(write.address)
            tables[write.address] = table
            let key = try table.key(of: write)
            guard seen.insert(key).inserted else { throw ServiceError.validation(sentence) }
            return PlacedWrite(write: write, table: table, key: key)
        }
    }
}

extension Table {
    func key(of write: ItemWrite) throws -> ItemKey {
        switch write.action {
        case .put(let item): write.kind == .batch ? try key(ofBatchedItem: item) : try key(ofItem: item)
        case .update(let key, _), .delete(let key), .check(let key): try self.key(given: key)
        }
    }

    fileprivate func checkPaths(of write: ItemWrite) throws {
        if case .update(_, let update?) = write.action { try sayingWhy { try update.checkKeys(keys.names) } }
        try checkScalarKeys(write.paths)
    }

    /// An update of what is not there begins with the key alone; without an expression it is the key.
    fileprivate func updated(
        _ old: AttributeMap?, key: AttributeMap, by update: UpdateExpression?, _ kind: ItemWrite.Kind
    ) throws -> UpdateOutcome? {
        guard let update else { return nil }
        let outcome = try sayingWhy { try update.applied(to: old, key: key) }
        try checkIndexKeys(of: outcome.item, changed: update.changedNames)
        guard outcome.item.storedBytes <= ItemLimits.itemBytes,
            kind != .updateItem || update.recordBytes(of: outcome.item) <= ItemLimits.itemBytes
        else { throw ServiceError.updatedItemTooLarge }
        return outcome
    }
}
