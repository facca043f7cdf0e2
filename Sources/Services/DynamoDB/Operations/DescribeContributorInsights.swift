import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// Insights are never on here.
    func describeContributorInsights(
        _ input: DescribeContributorInsightsRequest, _ call: Call
    ) async throws -> DescribeContributorInsightsResponse {
        let address = try validAddress(input.tableName, call)
        let table = try await store.read { snapshot in try snapshot.requireKnown(address) }
        if let index = input.indexName, table.index(index) == nil {
            throw ServiceError(
                "ResourceNotFoundException", "Requested resource not found: Index: \(index) not found", status: 400)
        }
        return DescribeContributorInsightsResponse(
            tableName: table.name, indexName: input.indexName, contributorInsightsStatus: .disabled)
    }
}
