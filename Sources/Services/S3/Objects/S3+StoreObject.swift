import ServiceKit
import Storage

/// Putting an object's record in place of what was there, with everything that hangs on it.
extension S3 {
    /// Commits the object and, after that, removes what the one before it left behind.
    func store(
        _ object: StoredObject, inline bytes: [UInt8]?, in bucket: Bucket, if condition: WriteCondition
    ) async throws {
        let orphans = try await store.write { transaction in
            _ = try transaction.require(bucket)
            let existing: StoredObject? = try transaction.find(object.key)
            try condition.check(existing, key: String(decoding: object.name, as: UTF8.self))
            let orphans = try existing.map { try transaction.removeBody(of: $0) } ?? []
            try transaction.put(object, inline: bytes)
            return orphans
        }
        if !orphans.isEmpty { await blobs.remove(orphans) }
    }
}

extension Transaction {
    /// Writes the record and its body's row: the bytes themselves, or the blob's owner.
    func put(_ object: StoredObject, inline bytes: [UInt8]?) throws {
        switch object.body {
        case .inline(let id): try put(BodyRow.key(object.bucket, id).bytes, bytes ?? [])
        case .blob(let id): try put(id.row.bytes, Key(bytes: []).number(object.bucket).bytes)
        case .empty, .parts: break
        }
        try replace(nil, with: object)
    }

    /// Takes an object's body away, and says which blobs are to be removed once that is committed.
    func removeBody(of object: StoredObject) throws -> [BlobID] {
        switch object.body {
        case .empty: return []
        case .inline, .blob: return try removeBody(object.body, object.bucket).map { [$0] } ?? []
        case .parts(let id):
            let key = ObjectManifest.key(object.bucket, id)
            guard let manifest: ObjectManifest = try find(key) else { return [] }
            try delete(key.bytes)
            return try manifest.parts.compactMap { try removeBody($0.body, object.bucket) }
        }
    }

    func removeBody(_ body: BodyLocation, _ bucket: UInt64) throws -> BlobID? {
        switch body {
        case .inline(let id): try delete(BodyRow.key(bucket, id).bytes)
        case .blob(let id):
            try delete(id.row.bytes)
            return id
        case .empty, .parts: break
        }
        return nil
    }
}

/// The bytes of a small body, beside the record that names it.
enum BodyRow {
    static func key(_ bucket: UInt64, _ id: ObjectID) -> Key {
        Key(table: .objectBodies).number(bucket).raw(id.bytes)
    }
}
