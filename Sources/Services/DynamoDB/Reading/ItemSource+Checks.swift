import DynamoDBExpressions
import DynamoDBModel
import ServiceKit

extension ItemSource {
    /// What a global index cannot do: it may be behind its table, and has only what is projected into it.
    func check(_ request: PageRequest) throws {
        guard let index, index.scope == .global else { return }
        guard !request.isConsistent else {
            throw ServiceError.validation("Consistent reads are not supported on global secondary indexes")
        }
        guard index.state != .creating else {
            throw ServiceError.validation("Cannot read from backfilling global secondary index: \(index.name)")
        }
        guard index.projection != .all else { return }
        guard request.select != .allAttributes else {
            throw ServiceError.invalidParameters(
                "Select type ALL_ATTRIBUTES is not supported for global secondary index \(index.name) because its "
                    + "projection type is not ALL")
        }
        let lacking = request.projection.map { index.lacking($0, of: table) } ?? []
        guard lacking.isEmpty else {
            throw ServiceError.invalidParameters(
                "Global secondary index \(index.name) does not project [\(lacking.joined(separator: ", "))]")
        }
    }
}

extension SecondaryIndex {
    /// Attributes that are wanted and not in the index.
    func lacking(_ wanted: ItemProjection, of table: Table) -> [String] {
        let included: [String]
        switch projection {
        case .all: return []
        case .keysOnly: included = []
        case .include(let names): included = names
        }
        return wanted.paths.map(\.head).filter { name in
            !keys.contains(name) && !table.keys.contains(name) && !included.contains { $0.isSameText(as: name) }
        }
    }
}
