import DynamoDBModel
import ServiceKit

extension DynamoDB {
    /// AWS's defaults of a new account.
    func describeLimits(_ input: DescribeLimitsRequest, _ call: Call) async throws -> DescribeLimitsResponse {
        DescribeLimitsResponse(
            accountMaxReadCapacityUnits: 80_000, accountMaxWriteCapacityUnits: 80_000,
            tableMaxReadCapacityUnits: 40_000, tableMaxWriteCapacityUnits: 40_000)
    }
}
