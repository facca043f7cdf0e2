import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func describeResourceServer(
        _ input: DescribeResourceServerRequest, _ call: Call
    ) async throws -> DescribeResourceServerResponse {
        try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            let server = try snapshot.requireResourceServer(input.identifier, in: pool)
            return DescribeResourceServerResponse(resourceServer: server.summary)
        }
    }
}
