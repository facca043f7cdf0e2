import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func tagResource(_ input: TagResourceRequest, _ call: Call) async throws -> TagResourceResponse {
        try await store.write { transaction in
            var pool = try pool(arn: input.resourceArn, call, transaction)
            pool.tags.merge(input.tags) { _, new in new }
            try PoolTags.check(pool.tags)
            try transaction.save(pool)
        }
        return TagResourceResponse()
    }
}

/// AWS's rules for tags.
enum PoolTags {
    static func check(_ tags: [String: String]) throws {
        guard tags.count <= 50 else {
            throw ServiceError.invalidParameter("A resource can have up to 50 tags.")
        }
        for name in tags.keys where name.lowercased().hasPrefix("aws:") {
            throw ServiceError.invalidParameter("Tag keys that begin with aws: are reserved: \(name)")
        }
    }
}
