import ServiceKit
import Storage
import Wire

extension S3 {
    private static let attempts = 5

    /// Changes a version where it stands: its tags, its list, its lock.
    /// - Throws: `operationAborted` where it is not the version any more that was decided about.
    func update(
        _ input: some NamesObject, _ call: Call,
        _ change: @escaping @Sendable (inout StoredObject, any Transaction) throws -> Void
    ) async throws -> (object: StoredObject, bucket: Bucket) {
        let (found, located) = try await locate(input, call)
        let decided = try await version(input, located, in: found, call)
        let id = try VersionID.parse(input.versionId)
        let name = Array(input.key.utf8)
        return try await store.write { transaction in
            let bucket = try transaction.require(found.bucket)
            // Null versions have one id: the sequence tells them apart.
            guard let version = try transaction.version(id, of: name, in: bucket),
                version.object.versionID == decided.versionID, version.object.sequence == decided.sequence
            else { throw ServiceError.operationAborted }
            var changed = version.object
            try change(&changed, transaction)
            let object = changed
            try transaction.update(version) { $0 = object }
            return (object, bucket)
        }
    }

    /// The same operation for when another version takes the place of the one that was decided about: that one is
    /// decided about and changed, unless it goes on like this.
    func renewing<Input: OperationInput & NamesObject>(
        _ perform: @escaping @Sendable (Input, Call) async throws -> Input.Output,
        needs permissions: @escaping @Sendable (Input, Call) async throws -> [Permission]
    ) -> @Sendable (Input, Call) async throws -> Input.Output {
        { input, call in
            for _ in 1..<Self.attempts {
                do {
                    return try await perform(input, call)
                } catch let error as ServiceError where error.code == ServiceError.operationAborted.code {
                    try await locateAnew(input, call)
                    try await decide(permissions(input, call), call)
                }
            }
            return try await perform(input, call)
        }
    }
}
