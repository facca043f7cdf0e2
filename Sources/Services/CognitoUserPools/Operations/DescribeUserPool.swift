import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Users are counted up to a limit: AWS calls the number an estimate too.
    func describeUserPool(_ input: DescribeUserPoolRequest, _ call: Call) async throws -> DescribeUserPoolResponse {
        try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            let users = try snapshot.scan(
                ScanRange(prefix: User.listing(pool.id).bytes, maxEntries: 10_000, keysOnly: true))
            return DescribeUserPoolResponse(
                userPool: pool.summary(users: users.entries.count, domains: try snapshot.domains(of: pool)))
        }
    }
}
