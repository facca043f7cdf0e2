import DynamoDBExpressions
import DynamoDBModel
import PartiQL
import ServiceKit
import Storage

/// One page of what a SELECT finds.
struct SelectedPage: Sendable {
    private static let mostReads = 10

    var items: [StoredItem] = []
    /// Where the next page begins: with which read, and behind which key of it.
    var next: (read: Int, key: AttributeMap?)?
    var units = 0.0
    /// Of the table, where a local index had to look into it.
    var tableUnits = 0.0
    private var readBytes = 0
    private var readCount = 0
}

/// What a SELECT asks, once its table is known.
struct SelectedSource: Sendable {
    let source: ItemSource
    let plan: SelectPlan
    let filter: ItemCondition?
    let columns: SelectedColumns?
    let isConsistent: Bool

    init(_ bound: BoundStatement, _ select: SelectStatement, isConsistent: Bool, _ table: Table) throws {
        source = try ItemSource(table, select.source)
        self.isConsistent = isConsistent
        guard !source.isGlobal || !isConsistent else {
            throw ServiceError.validation("Strongly consistent read is not supported on Global Secondary Indexes")
        }
        filter = try bound.parameters.condition(select.condition.map { [$0] } ?? [])
        plan = try SelectPlan(select, source, bound.parameters)
        columns = try select.columns.map { try SelectedColumns($0) }
        try source.check(columns)
        try source.checkFilters(plan)
    }

    /// Columns that only the table has.
    fileprivate var looksIntoTable: Bool {
        !source.isGlobal && columns?.attributes.contains(where: source.lacks) ?? false
    }
}

extension ItemSource {
    init(_ table: Table, _ source: Source) throws {
        guard let name = source.index else {
            try self.init(table, indexName: nil)
            return
        }
        guard let index = table.index(name) else {
            throw ServiceError.validation("The table does not have the specified index")
        }
        guard index.keys.hash.count == 1, index.keys.range.count <= 1 else {
            throw ServiceError.validation(
                "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE "
                    + "keys.")
        }
        guard index.scope == .local || index.state != .creating else {
            throw ServiceError.validation("Cannot read from backfilling global secondary index: \(name)")
        }
        try self.init(table, indexName: name)
    }
}

extension Snapshot {
    /// - Parameter start: where the page before ended.
    func page(
        of selected: SelectedSource, limit: Int?, from start: (read: Int, key: AttributeMap?)?
    ) throws -> SelectedPage {
        let ranges = selected.plan.reads?.map(\.range) ?? [KeyRange(all: selected.source.base)]
        var page = SelectedPage()
        var scanned = 0
        let first = start?.read ?? 0
        guard first < ranges.count else { throw StatementToken.invalid }
        for number in first..<ranges.count {
            var range = ranges[number]
            if number == start?.read, let key = start?.key {
                range = range.after(try selected.source.startKey(key), forward: selected.plan.forward)
            }
            let left = limit.map { $0 - scanned }
            scanned += try add(range, of: selected, limit: left, to: &page)
            if let key = page.next?.key {
                page.next = (number, key)
                return page
            }
            guard number + 1 < ranges.count, page.isFull(scanned, limit) else { continue }
            page.next = (number + 1, nil)
            return page
        }
        return page
    }

    /// How many items it looked at.
    private func add(
        _ range: KeyRange, of selected: SelectedSource, limit: Int?, to page: inout SelectedPage
    ) throws -> Int {
        var tableUnits = 0.0
        let found = try self.page(of: range, forward: selected.plan.forward, limit: limit) { item in
            if selected.looksIntoTable {
                tableUnits += CapacityUnits.reading(
                    try whole(item, of: selected.source).size, consistent: selected.isConsistent)
            }
            guard let filter = selected.filter else { return true }
            return filter.holds(for: try item.attributes())
        }
        page.items += try selected.looksIntoTable ? found.items.map { try whole($0, of: selected.source) } : found.items
        page.tableUnits += tableUnits
        page.count(found.readBytes, consistent: selected.isConsistent)
        page.next = try found.last.map { (0, selected.source.pageKey(of: try $0.attributes())) }
        return found.scannedCount
    }

    private func whole(_ item: StoredItem, of source: ItemSource) throws -> StoredItem {
        try self.item(source.table.key(of: try item.attributes())) ?? item
    }
}

extension SelectedPage {
    fileprivate mutating func count(_ bytes: Int, consistent: Bool) {
        units += CapacityUnits.reading(bytes, consistent: consistent)
        readBytes += bytes
        readCount += 1
    }

    /// "Results are returned in pages": of ten of an IN's values at most.
    fileprivate func isFull(_ scanned: Int, _ limit: Int?) -> Bool {
        scanned == limit || readBytes >= ItemLimits.pageBytes || readCount >= Self.mostReads
    }

    func consumed(from selected: SelectedSource, _ wanted: ReturnConsumedCapacity?) -> ConsumedCapacity? {
        let source = selected.source
        var capacity = ConsumedCapacity(units: units, of: source.table, index: source.index, wanted)
        capacity?.capacityUnits = units + tableUnits
        if source.index != nil, capacity?.table != nil { capacity?.table = Capacity(capacityUnits: tableUnits) }
        return capacity
    }
}
