import DynamoDBExpressions
import DynamoDBModel
import ServiceKit
import Storage

/// One page that a query or a scan asks for.
struct PageRequest: Sendable {
    var address: TableAddress
    var indexName: String?
    var limit: Int?
    var forward = true
    var startKey: AttributeMap?
    var filter: ItemCondition?
    var projection: ItemProjection?
    var select: Select?
    var isConsistent = false
    var isScan = false

    struct Answer: Sendable {
        var items: [ItemJSON]?
        var count: Int
        var scannedCount: Int
        var lastKey: AttributeMap?
        var readBytes: Int
        /// Of reading from the table what a local index lacks: each item by itself.
        var fetchedUnits: Double
        var source: ItemSource
    }
}

extension DynamoDB {
    /// - Parameter range: which rows of the source are looked at.
    func read(
        _ request: PageRequest, _ range: @escaping @Sendable (ItemSource) throws -> KeyRange
    ) async throws -> PageRequest.Answer {
        try await store.read { snapshot in
            let source = try ItemSource(try snapshot.requireTable(request.address), indexName: request.indexName)
            try source.check(request)
            if let start = request.startKey { try source.check(start, isScan: request.isScan) }
            var range = try range(source)
            if let start = request.startKey {
                range = range.after(try source.startKey(start), forward: request.forward)
            }
            let page = try snapshot.page(of: range, forward: request.forward, limit: request.limit) { item in
                guard let filter = request.filter else { return true }
                return filter.holds(for: try item.attributes())
            }
            let fetches = request.fetchesItems(of: source)
            var fetchedUnits = 0.0
            let items =
                request.select == .count
                ? nil
                : try page.items.map { row in
                    guard fetches else { return try row.answered(request.projection) }
                    let item = try snapshot.item(source.table.key(of: try row.attributes())) ?? row
                    fetchedUnits += CapacityUnits.reading(item.size, consistent: request.isConsistent)
                    return try item.answered(request.projection)
                }
            return PageRequest.Answer(
                items: items, count: page.items.count, scannedCount: page.scannedCount,
                lastKey: try page.last.map { source.pageKey(of: try $0.attributes()) }, readBytes: page.readBytes,
                fetchedUnits: fetchedUnits, source: source)
        }
    }
}

extension PageRequest {
    /// A local index gives attributes that it lacks by reading the item itself.
    fileprivate func fetchesItems(of source: ItemSource) -> Bool {
        guard let index = source.index, index.scope == .local, index.projection != .all else { return false }
        return select == .allAttributes || projection.map { !index.lacking($0, of: source.table).isEmpty } ?? false
    }
}
