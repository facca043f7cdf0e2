import FoundationEssentials
import ServiceKit
import Storage

/// A setting of a bucket that has a row of its own. The numbers stand in keys.
enum SettingKind: UInt8, CaseIterable, Sendable {
    case policy = 1
    case acl = 2
    case cors = 3
    case tagging = 4
    case lifecycle = 5
    case website = 6
    case notification = 7
    /// The retention that a bucket with object lock gives to new objects.
    case objectLock = 8

    func key(in bucket: Bucket) -> Key { bucket.settingRows.number(UInt64(rawValue)) }
}

extension Snapshot {
    /// The setting as it was put; nil for a bucket that has none.
    func setting<Value: Decodable>(
        _ kind: SettingKind, of bucket: Bucket, as type: Value.Type = Value.self
    ) throws -> Value? {
        guard bucket.settings.contains(kind), let stored = try get(kind.key(in: bucket).bytes) else { return nil }
        return try JSONDecoder().decode(Value.self, from: Data(stored))
    }
}

extension Transaction {
    /// Changes the bucket as it is now, and makes it known that it was changed.
    @discardableResult
    func change(_ bucket: Bucket, _ change: (inout Bucket) throws -> Void) throws -> Bucket {
        let before = try require(bucket)
        var after = before
        try change(&after)
        after.revision += 1
        try replace(before, with: after)
        return after
    }

    func set(_ value: some Encodable, _ kind: SettingKind, of bucket: Bucket) throws {
        try put(kind.key(in: bucket).bytes, [UInt8](JSONEncoder().encode(value)))
        try change(bucket) { $0.settings.insert(kind) }
    }

    func clear(_ kind: SettingKind, of bucket: Bucket) throws {
        try delete(kind.key(in: bucket).bytes)
        try change(bucket) { $0.settings.remove(kind) }
    }
}
