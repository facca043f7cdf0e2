import DynamoDBModel
import ServiceKit

/// What `Select` goes with.
enum Selection {
    static func check(
        _ select: Select?, _ projection: ItemProjection?, _ attributesToGet: [String]?, indexName: String?
    ) throws {
        guard let select else { return }
        if select == .allProjectedAttributes, indexName == nil {
            throw ServiceError.invalidParameters(
                "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")
        }
        guard select != .specificAttributes else {
            guard projection != nil else {
                throw ServiceError.validation(
                    "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES")
            }
            return
        }
        guard projection == nil else {
            throw ServiceError.validation(
                "Cannot specify the \(attributesToGet == nil ? "ProjectionExpression" : "AttributesToGet") when choosing to "
                    + "get \(select == .count ? "only the Count" : select.rawValue)")
        }
    }
}
