import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    func tagResource(_ input: TagResourceRequest, _ call: Call) async throws -> TagResourceResponse {
        try await store.write { transaction in
            var pool = try pool(arn: input.resourceArn, call, transaction)
            pool.tags.merge(input.tags) { _, new in new }
            try PoolSettings.check(tags: pool.tags)
            try transaction.save(pool)
        }
        return TagResourceResponse()
    }
}
