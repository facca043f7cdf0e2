import FoundationEssentials
import IAMModel
import ServiceKit
import Storage

/// An instance profile: what a machine wears to get a role's credentials. It has one role or none.
struct InstanceProfileRecord: Record, Codable {
    static let table = TableID.iamInstanceProfiles

    var accountID: String
    var path: String
    var name: String
    /// `AIPA…`
    var id: String
    var createdAt: Date
    var roleID: String?
    var tags: [IAMModel.Tag]

    var key: Key { Self.key(accountID, name) }
    var indexKeys: [Key] { roleID.map { [Self.ofRole($0).text(id)] } ?? [] }
    var arn: String { "arn:aws:iam::\(accountID):instance-profile\(path)\(name)" }

    static func key(_ accountID: String, _ name: String) -> Key { all(accountID).text(name.lowercased()) }
    static func all(_ accountID: String) -> Key { Key(table: table).text(accountID) }
    static func ofRole(_ roleID: String) -> Key { Key(table: .iamInstanceProfilesByRole).text(roleID) }
}

extension InstanceProfileRecord: NamedEntity, Tagged {
    static let kind = "instance-profile"
    static let kindInErrors = "InstanceProfile"
    static let idPrefix = "AIPA"
    static let mostPerAccount = 1000

    static func missing(_ name: String) -> ServiceError { .noSuchInstanceProfile(name) }
    static func taken(_ name: String) -> ServiceError { .instanceProfileAlreadyExists(name) }
}

extension Snapshot {
    /// As lists have it, without tags.
    func answer(_ profile: InstanceProfileRecord) throws -> InstanceProfile {
        let role = try profile.roleID.flatMap { try find(RoleRecord.self, index: RoleRecord.byID($0)) }
        return InstanceProfile(
            path: profile.path, instanceProfileName: profile.name, instanceProfileId: profile.id,
            arn: profile.arn, createDate: profile.createdAt, roles: role.map { [$0.brief] } ?? [])
    }

    func isInInstanceProfile(_ role: RoleRecord) throws -> Bool {
        try count(below: InstanceProfileRecord.ofRole(role.id), upTo: 1) > 0
    }
}

extension InstanceProfile {
    func with(_ tags: [IAMModel.Tag]) -> InstanceProfile {
        var profile = self
        profile.tags = tags.isEmpty ? nil : tags
        return profile
    }
}
