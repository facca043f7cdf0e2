import DynamoDBExpressions
import DynamoDBModel
import PartiQL
import ServiceKit

/// A SELECT that names one item by its key and asks nothing else of it, as batches and transactions demand.
struct SingleRead: Sendable {
    /// Not checked against the schema's types.
    let key: AttributeMap
    let columns: SelectedColumns?

    /// - Parameter operation: by whose name it is refused.
    init(_ select: SelectStatement, _ bound: BoundStatement, _ table: Table, in operation: String) throws {
        _ = try bound.parameters.condition(select.condition.map { [$0] } ?? [])
        guard let key = try Self.key(select, bound, table) else {
            throw ServiceError.validation(
                "Select statements within \(operation) must specify the primary key in the where clause.")
        }
        try SelectPlan.checkOrder(select, table.keys)
        self.key = key
        columns = try select.columns.map { try SelectedColumns($0) }
    }

    private static func key(
        _ select: SelectStatement, _ bound: BoundStatement, _ table: Table
    ) throws -> AttributeMap? {
        let hash = table.keys.hash[0].name
        let sort = table.keys.range.first?.name
        let finder = KeyBranches(hash: hash, sort: sort, parameters: bound.parameters)
        guard select.source.index == nil, let condition = select.condition,
            let branches = try finder.branches(of: condition)
        else { return nil }
        guard branches.count <= KeyBranches.mostReads else { throw KeyBranches.tooMany }
        guard branches.count == 1 else {
            guard let first = branches[0].partition, branches.dropFirst().contains(where: { $0.partition == first })
            else { return nil }
            throw SelectPlan.overlapping
        }
        let branch = branches[0]
        guard !branch.isLoose, branch.filters.isEmpty, let partition = branch.partition else { return nil }
        guard let sort else { return AttributeMap([(hash, partition)]) }
        guard case .equal(let place)? = branch.sort.first, branch.sort.allSatisfy({ $0 == .equal(place) }) else {
            return nil
        }
        return AttributeMap([(hash, partition), (sort, place)])
    }
}
