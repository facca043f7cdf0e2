import ServiceKit
import Storage

extension Snapshot {
    func group(_ address: LogGroupAddress) throws -> StoredGroup? {
        try find(StoredGroup.self, StoredGroup.key(address))
    }

    func require(_ address: LogGroupAddress) throws -> StoredGroup {
        guard let group = try group(address) else { throw ServiceError.groupNotFound }
        return group
    }

    func stream(_ name: String, of group: StoredGroup) throws -> StoredStream? {
        try find(StoredStream.self, StoredStream.listing(group.incarnation).text(name))
    }

    func require(_ name: String, of group: StoredGroup) throws -> StoredStream {
        guard let stream = try stream(name, of: group) else { throw ServiceError.streamNotFound }
        return stream
    }

    func counts(of group: StoredGroup) throws -> GroupCounts {
        try find(GroupCounts.self, GroupCounts.key(group.incarnation)) ?? GroupCounts(incarnation: group.incarnation)
    }
}
