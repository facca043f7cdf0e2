import FoundationEssentials
import IAMModel
import ServiceKit
import Storage

/// A group of users. What belongs to it hangs on its id, as with users.
struct GroupRecord: Record, Codable {
    static let table = TableID.iamGroups

    var accountID: String
    var path: String
    var name: String
    /// `AGPA…`
    var id: String
    var createdAt: Date

    var key: Key { Self.key(accountID, name) }
    var indexKeys: [Key] { [Self.byID(id)] }
    var arn: String { "arn:aws:iam::\(accountID):group\(path)\(name)" }

    static func key(_ accountID: String, _ name: String) -> Key { all(accountID).text(name.lowercased()) }
    static func all(_ accountID: String) -> Key { Key(table: table).text(accountID) }
    static func byID(_ id: String) -> Key { Key(table: .iamGroupsByID).text(id) }
}

extension GroupRecord: PolicyHolder {
    static let kind = "group"
    static let kindInErrors = "Group"
    static let idPrefix = "AGPA"
    static let mostPerAccount = 300

    static func missing(_ name: String) -> ServiceError { .noSuchGroup(name) }
}

extension GroupRecord {
    var answer: IAMModel.Group {
        IAMModel.Group(path: path, groupName: name, groupId: id, arn: arn, createDate: createdAt)
    }
}
