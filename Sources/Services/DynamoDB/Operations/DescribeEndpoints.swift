import DynamoDBModel
import ServiceKit

extension DynamoDB {
    /// Where clients that discover endpoints find this one: where they asked.
    func describeEndpoints(_ input: DescribeEndpointsRequest, _ call: Call) async throws -> DescribeEndpointsResponse {
        DescribeEndpointsResponse(endpoints: [Endpoint(address: call.client.host, cachePeriodInMinutes: 1440)])
    }
}
