import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func describeUserPoolClient(
        _ input: DescribeUserPoolClientRequest, _ call: Call
    ) async throws -> DescribeUserPoolClientResponse {
        let client = try await poolAndClient(input.userPoolId, input.clientId, call).1
        return DescribeUserPoolClientResponse(userPoolClient: client.summary(secret: try secret(of: client)))
    }
}
