import DynamoDBModel

extension [ItemWrite.Outcome] {
    /// Of each table with local indexes, one for each collection that was written.
    func collections(_ wanted: ReturnItemCollectionMetrics?) -> [String: [ItemCollectionMetrics]]? {
        guard wanted == .size else { return nil }
        var last: [String: [[UInt8]: ItemCollectionMetrics]] = [:]
        for outcome in self {
            guard let collection = outcome.collection else { continue }
            last[outcome.table.name, default: [:]][collection.key.json] = collection.metrics
        }
        return last.mapValues { $0.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value) }
    }
}
