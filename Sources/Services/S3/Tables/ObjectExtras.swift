import S3Model
import Storage

/// What few objects have and lists do not show: tags and an access control list.
struct ObjectExtras: Record, Codable {
    static let table = TableID.objectExtras

    var bucket: UInt64
    var id: [UInt8]
    var tags: [Tag]
    /// Nil for the list that grants the owner everything.
    var acl: AccessControlList?

    var key: Key { Self.key(bucket, ObjectID(bytes: id)) }

    static func key(_ bucket: UInt64, _ id: ObjectID) -> Key {
        Key(table: .objectExtras).number(bucket).raw(id.bytes)
    }

    var isEmpty: Bool { tags.isEmpty && acl == nil }
}

extension Snapshot {
    func extras(of object: StoredObject) throws -> ObjectExtras? {
        guard let id = object.extras else { return nil }
        return try find(ObjectExtras.key(object.bucket, id))
    }
}

extension Transaction {
    /// Writes tags and list beside the object, and says in the object where they are.
    /// - Parameter id: a fresh one, used where the object has none yet.
    func setExtras(of object: inout StoredObject, tags: [Tag], acl: AccessControlList?, id: ObjectID) throws {
        object.tagCount = tags.count
        let place = object.extras ?? id
        let extras = ObjectExtras(bucket: object.bucket, id: place.bytes, tags: tags, acl: acl)
        if extras.isEmpty {
            if object.extras != nil { try delete(extras.key.bytes) }
            object.extras = nil
        } else {
            try replace(nil, with: extras)
            object.extras = place
        }
    }
}
