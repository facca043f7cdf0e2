import Storage

/// The rows that an object's body and tags have beside the object's own.
extension Transaction {
    /// Writes the body's row: the bytes themselves, or the blob's owner.
    func putBody(of object: StoredObject, inline bytes: [UInt8]?) throws {
        switch object.body {
        case .inline(let id): try put(BodyRow.key(object.bucket, id).bytes, bytes ?? [])
        case .blob(let id): try put(id.row.bytes, Key(bytes: []).number(object.bucket).bytes)
        case .empty, .parts: break
        }
    }

    /// Takes away what an object has beside its record, and says which blobs are to be removed once that is committed.
    func removeContents(of object: StoredObject) throws -> [BlobID] {
        if let id = object.extras { try delete(ObjectExtras.key(object.bucket, id).bytes) }
        switch object.body {
        case .empty: return []
        case .inline, .blob: return try removeBody(object.body, object.bucket).map { [$0] } ?? []
        case .parts(let id):
            let key = ObjectManifest.key(object.bucket, id)
            guard let manifest: ObjectManifest = try find(key) else { return [] }
            try delete(key.bytes)
            if let part = manifest.parts.first {
                try delete(CompletedUpload.key(object.bucket, part.uploadID).bytes)
            }
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
