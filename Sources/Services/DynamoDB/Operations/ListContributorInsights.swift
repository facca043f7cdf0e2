import DynamoDBModel
import ServiceKit

extension DynamoDB {
    /// Only tables whose insights were turned on are listed, and none can be.
    func listContributorInsights(
        _ input: ListContributorInsightsRequest, _ call: Call
    ) async throws -> ListContributorInsightsResponse {
        ListContributorInsightsResponse(contributorInsightsSummaries: [])
    }
}
