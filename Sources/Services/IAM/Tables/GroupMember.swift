import Storage

/// That a user is in a group.
struct GroupMember: Record, Codable {
    static let table = TableID.iamGroupMembers
    static let mostGroupsPerUser = 10

    var groupID: String
    var userID: String

    var key: Key { Self.key(groupID, userID) }
    var indexKeys: [Key] { [Self.groups(of: userID).text(groupID)] }

    static func key(_ groupID: String, _ userID: String) -> Key { all(of: groupID).text(userID) }
    static func all(of groupID: String) -> Key { Key(table: table).text(groupID) }
    static func groups(of userID: String) -> Key { Key(table: .iamGroupsByMember).text(userID) }
}

extension Snapshot {
    func memberships(of userID: String) throws -> [GroupMember] {
        try list(index: GroupMember.groups(of: userID), limit: GroupMember.mostGroupsPerUser + 1).records
    }

    func groups(of userID: String) throws -> [GroupRecord] {
        try memberships(of: userID).compactMap { try find(GroupRecord.self, index: GroupRecord.byID($0.groupID)) }
    }
}
