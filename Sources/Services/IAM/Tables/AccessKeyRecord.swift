import FoundationEssentials
import IAMModel
import ServiceKit
import Storage

/// A user's long-term key; its secret is sealed.
struct AccessKeyRecord: Record, Codable {
    static let table = TableID.iamAccessKeys
    static let mostPerUser = 2

    var accessKeyID: String
    var accountID: String
    var userID: String
    var sealedSecret: Data
    var isActive: Bool
    var createdAt: Date

    var key: Key { Self.key(accessKeyID) }
    var indexKeys: [Key] { [Self.ofUser(userID).text(accessKeyID)] }

    static func key(_ accessKeyID: String) -> Key { Key(table: table).text(accessKeyID) }
    static func ofUser(_ userID: String) -> Key { Key(table: .iamAccessKeysByUser).text(userID) }

    var status: StatusType { isActive ? .active : .inactive }
}

extension Snapshot {
    func accessKeys(of user: UserRecord) throws -> [AccessKeyRecord] {
        try list(index: AccessKeyRecord.ofUser(user.id), limit: AccessKeyRecord.mostPerUser + 1).records
    }

    func require(accessKey id: String, of user: UserRecord) throws -> AccessKeyRecord {
        guard let record = try find(AccessKeyRecord.self, AccessKeyRecord.key(id)), record.userID == user.id
        else {
            throw ServiceError.noSuchAccessKey(id)
        }
        return record
    }
}
