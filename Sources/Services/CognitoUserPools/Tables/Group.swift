import CognitoUserPoolsModel
import FoundationEssentials
import Storage

/// A group of a pool's users.
struct Group: Record, Codable {
    static let table = TableID.groups

    /// AWS's quota for a pool.
    static let maxPerPool = 10_000

    var poolID: String
    var name: String
    /// Of this group and never of another of its name: memberships belong to it.
    var id: String
    var description: String?
    var roleARN: String?
    /// The lowest decides whose role a user prefers.
    var precedence: Int?
    var createdAt: Date
    var modifiedAt: Date

    var key: Key { Self.key(poolID, name) }
    static func listing(_ poolID: String) -> Key { Key(table: .groups).text(poolID) }
    static func key(_ poolID: String, _ name: String) -> Key { listing(poolID).text(name) }

    var summary: GroupType {
        GroupType(
            groupName: name, userPoolId: poolID, description: description, roleArn: roleARN, precedence: precedence,
            lastModifiedDate: modifiedAt, creationDate: createdAt)
    }

    /// Lowest precedence first, those without one last.
    static func precedes(_ one: Group, _ other: Group) -> Bool {
        (one.precedence ?? .max, one.name) < (other.precedence ?? .max, other.name)
    }
}
