import ServiceKit
import Storage

/// Removes blobs that no record names: left by a crash between seal and commit, by a client that
/// went away, or by a bucket that is gone.
extension S3 {
    /// Looks at up to `limit` blobs from `start` on, and says where to go on; nil at the end.
    package func sweepBlobs(from start: BlobID, limit: Int) async throws -> BlobID? {
        let ids = try await blobs.list(from: start, limit: limit)
        guard let last = ids.last else { return nil }
        // A blob sealed after the list was made has its row by now or is still being written.
        let orphans = try await store.read { snapshot in try ids.filter { try snapshot.isOrphan($0) } }
        if !orphans.isEmpty {
            try await store.write { transaction in
                for id in orphans { try transaction.delete(id.row.bytes) }
            }
        }
        await blobs.remove(orphans)
        guard ids.count == limit else { return nil }
        return BlobID(high: last.high, low: last.low &+ 1)
    }
}

extension Snapshot {
    /// Whether no record names the blob, or only one of a bucket that is gone.
    fileprivate func isOrphan(_ id: BlobID) throws -> Bool {
        guard let owner = try get(id.row.bytes) else { return true }
        return try get(Key(table: .goneBuckets).raw(owner).bytes) != nil
    }
}
