import DynamoDBExpressions
import DynamoDBModel

extension Table {
    /// No path leads into an attribute that is a key of the table or of an index.
    func checkScalarKeys(_ paths: [DocumentPath]) throws {
        guard paths.contains(where: \.isNested) else { return }
        try sayingWhy {
            try KeyPathRules.checkNested(paths, keys: keys.names, indexKeys: indexes.flatMap(\.keys.names))
        }
    }
}
