import Storage

/// A user's place in a group. It counts as long as both still are: rows of a group or a user that
/// is gone are left to the sweep.
struct GroupMembership: Record, Codable {
    static let table = TableID.groupMembers

    /// AWS's quota of groups for a user.
    static let maxPerUser = 100

    var poolID: String
    var groupID: String
    var groupName: String
    var sub: String

    init(_ user: User, _ group: Group) {
        poolID = group.poolID
        groupID = group.id
        groupName = group.name
        sub = user.sub
    }

    var key: Key { Self.listing(poolID, groupID: groupID).text(sub) }
    static func listing(_ poolID: String, groupID: String) -> Key {
        Key(table: .groupMembers).text(poolID).text(groupID)
    }

    var indexKeys: [Key] { [Self.listing(poolID, sub: sub).text(groupID)] }
    static func listing(_ poolID: String, sub: String) -> Key {
        Key(table: .groupsByMember).text(poolID).text(sub)
    }
}
