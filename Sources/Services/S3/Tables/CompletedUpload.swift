import Storage

/// Which version an upload became, as long as the version is there: a client that lost the answer asks again. It goes
/// with the version's manifest.
struct CompletedUpload: Record {
    static let table = TableID.completedUploads

    var bucket: UInt64
    var uploadID: String
    var name: [UInt8]
    var version: VersionID
    var manifest: ObjectID

    var key: Key { Self.key(bucket, uploadID) }

    static func key(_ bucket: UInt64, _ uploadID: String) -> Key {
        Key(table: .completedUploads).number(bucket).raw(uploadID.utf8)
    }

    init(_ uploadID: String, became object: StoredObject, manifest: ObjectID) {
        bucket = object.bucket
        self.uploadID = uploadID
        name = object.name
        version = object.versionID
        self.manifest = manifest
    }

    func encoded() throws -> [UInt8] {
        var writer = RecordWriter()
        writer.number(bucket)
        writer.text(uploadID)
        writer.data(name)
        writer.text(version.text)
        writer.data(manifest.bytes)
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        bucket = try reader.number()
        uploadID = try reader.text()
        name = Array(try reader.data())
        guard let id = VersionID(try reader.text()) else {
            throw StorageError.corrupt("an upload became a version without an id")
        }
        self.version = id
        manifest = ObjectID(bytes: Array(try reader.data()))
    }
}

extension Snapshot {
    /// What an upload of the key became, with its parts; nil where the version is gone.
    func completed(
        _ uploadID: String, _ key: String, in bucket: Bucket
    ) throws -> (object: StoredObject, parts: [UploadPart])? {
        let row: CompletedUpload? = try find(CompletedUpload.key(bucket.incarnation, uploadID))
        guard let row, row.name == Array(key.utf8),
            let object = try version(row.version, of: row.name, in: bucket)?.object,
            object.body == .parts(row.manifest),
            let manifest: ObjectManifest = try find(ObjectManifest.key(bucket.incarnation, row.manifest))
        else { return nil }
        return (object, manifest.parts)
    }
}
