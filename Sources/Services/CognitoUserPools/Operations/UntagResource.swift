import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func untagResource(_ input: UntagResourceRequest, _ call: Call) async throws -> UntagResourceResponse {
        try await store.write { transaction in
            var pool = try pool(arn: input.resourceArn, call, transaction)
            for name in input.tagKeys { pool.tags[name] = nil }
            try transaction.save(pool)
        }
        return UntagResourceResponse()
    }
}
