import DynamoDBExpressions
import DynamoDBModel
import PartiQL
import ServiceKit

/// What a SELECT gives of an item: each path's value by the path's last name, whatever it was nested in.
struct SelectedColumns: Sendable {
    private let columns: [(name: String, path: DocumentPath)]
    /// The attributes that are looked at, in the statement's order.
    let attributes: [String]

    init(_ paths: [Path]) throws {
        var names: Set<[UInt8]> = []
        for path in paths where !names.insert(Array(path.columnName.utf8)).inserted {
            throw ServiceError.validation("Duplicate identifiers in select clause: \(path.columnName)")
        }
        columns = try paths.map { ($0.columnName, try DocumentPath($0)) }
        attributes = paths.map(\.head)
    }

    func applied(to item: AttributeMap) -> AttributeMap {
        AttributeMap(columns.compactMap { name, path in path.value(in: item).map { (name, $0) } })
    }
}

extension StoredItem {
    /// - Parameter columns: nil for all there is.
    func row(_ columns: SelectedColumns?) throws -> ItemJSON {
        guard let columns else { return answered }
        return ItemJSON(columns.applied(to: try attributes()))
    }
}
