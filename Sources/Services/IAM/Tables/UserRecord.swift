import FoundationEssentials
import IAMModel
import ServiceKit
import Storage

/// An IAM user. Everything that belongs to it hangs on its id, so that a rename moves nothing and a
/// user made anew under an old name inherits nothing.
struct UserRecord: Record, Codable {
    static let table = TableID.iamUsers

    var accountID: String
    var path: String
    var name: String
    /// `AIDA…`
    var id: String
    var createdAt: Date
    var boundary: PolicyReference?
    var tags: [IAMModel.Tag]

    var key: Key { Self.key(accountID, name) }

    var indexKeys: [Key] {
        [Self.byID(id)] + (boundary.map { [Attachment.row(of: id, to: $0.id, accountID, .boundary)] } ?? [])
    }

    var arn: String { "arn:aws:iam::\(accountID):user\(path)\(name)" }

    /// Names are unique without regard to case.
    static func key(_ accountID: String, _ name: String) -> Key { all(accountID).text(name.lowercased()) }
    static func all(_ accountID: String) -> Key { Key(table: table).text(accountID) }
    static func byID(_ id: String) -> Key { Key(table: .iamUsersByID).text(id) }
}

extension UserRecord: BoundedHolder, Tagged {
    static let kind = "user"
    static let kindInErrors = "User"
    static let idPrefix = "AIDA"
    static let mostPerAccount = 5000

    static func missing(_ name: String) -> ServiceError { .noSuchUser(name) }
}

extension UserRecord {
    /// As lists have it, without tags and boundary.
    var brief: IAMModel.User {
        IAMModel.User(path: path, userName: name, userId: id, arn: arn, createDate: createdAt)
    }

    var full: IAMModel.User {
        var user = brief
        user.permissionsBoundary = boundary?.attachedBoundary
        user.tags = tags.isEmpty ? nil : tags
        return user
    }
}
