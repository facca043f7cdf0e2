import Storage

/// Finding versions of a key.
extension Snapshot {
    /// The object of a key, or of a version of it. Delete markers are found too.
    func version(_ id: VersionID?, of name: [UInt8], in bucket: Bucket) throws -> NoncurrentVersion? {
        let latest: StoredObject? = try find(StoredObject.key(bucket.incarnation, name))
        if let latest, id == nil || id == latest.versionID {
            return NoncurrentVersion(latest, since: latest.modifiedAt)
        }
        guard bucket.versioning != .never else { return nil }
        switch id {
        case nil: return try newestNoncurrent(name, in: bucket)
        case .null:
            guard let key = try get(NullVersionRow.key(bucket.incarnation, name).bytes) else { return nil }
            return try find(Key(bytes: key))
        case .made(let sequence, _)?:
            let found: NoncurrentVersion? = try find(NoncurrentVersion.key(bucket.incarnation, name, sequence))
            return found?.object.versionID == id ? found : nil
        }
    }

    /// The newest of the versions that are not the latest object; a delete marker may be the latest of all.
    func newestNoncurrent(_ name: [UInt8], in bucket: Bucket) throws -> NoncurrentVersion? {
        let prefix = NoncurrentVersion.prefix(bucket.incarnation, name)
        return try list(NoncurrentVersion.self, prefix: prefix, limit: 1).records.first
    }
}
