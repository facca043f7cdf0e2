import ServiceKit
import Storage

extension S3 {
    /// Changes a version where it stands: its tags, its list, its lock.
    func update(
        _ input: some NamesObject, _ call: Call,
        _ change: @escaping @Sendable (inout StoredObject, any Transaction) throws -> Void
    ) async throws -> (object: StoredObject, bucket: Bucket) {
        let (found, located) = try await locate(input, call)
        _ = try await version(input, located, in: found, call)
        let id = try VersionID.parse(input.versionId)
        let name = Array(input.key.utf8)
        return try await store.write { transaction in
            let bucket = try transaction.require(found.bucket)
            guard let version = try transaction.version(id, of: name, in: bucket), !version.object.isDeleteMarker else {
                throw ServiceError.noSuchKey(String(decoding: name, as: UTF8.self))
            }
            var changed = version.object
            try change(&changed, transaction)
            let object = changed
            try transaction.update(version) { $0 = object }
            return (object, bucket)
        }
    }
}
