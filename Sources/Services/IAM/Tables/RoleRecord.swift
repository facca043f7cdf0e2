import FoundationEssentials
import IAMModel
import ServiceKit
import Storage
import Wire

/// A role. What belongs to it hangs on its id, as with users.
struct RoleRecord: Record, Codable {
    static let table = TableID.iamRoles
    static let standardSessionSeconds = 3600

    var accountID: String
    var path: String
    var name: String
    /// `AROA…`
    var id: String
    var createdAt: Date
    var trustPolicy: String
    /// The unique ids behind the ARNs of users and roles that the trust policy names: who is made
    /// anew under such a name is not trusted.
    var trustedIDs: [String: String]
    var description: String?
    var maxSessionSeconds: Int
    var boundary: PolicyReference?
    var tags: [IAMModel.Tag]
    /// The service whose service-linked role it is: AWS's to change, and nobody else's.
    var servicePrincipal: String?

    var key: Key { Self.key(accountID, name) }

    var indexKeys: [Key] {
        [Self.byID(id)] + (boundary.map { [Attachment.row(of: id, to: $0.id, accountID, .boundary)] } ?? [])
    }

    var arn: String { "arn:aws:iam::\(accountID):role\(path)\(name)" }

    static func key(_ accountID: String, _ name: String) -> Key { all(accountID).text(name.lowercased()) }
    static func all(_ accountID: String) -> Key { Key(table: table).text(accountID) }
    static func byID(_ id: String) -> Key { Key(table: .iamRolesByID).text(id) }
}

extension RoleRecord: BoundedHolder, Tagged {
    static let kind = "role"
    static let kindInErrors = "Role"
    static let idPrefix = "AROA"
    static let mostPerAccount = 1000

    static func missing(_ name: String) -> ServiceError { .noSuchRole(name) }

    func checkIsModifiable() throws {
        guard servicePrincipal == nil else { throw ServiceError.protectedRole(name) }
    }
}

extension RoleRecord {
    /// As lists have it, without tags and boundary.
    var brief: IAMModel.Role {
        IAMModel.Role(
            path: path, roleName: name, roleId: id, arn: arn, createDate: createdAt,
            assumeRolePolicyDocument: PercentCoding.encode(trustPolicy), description: description,
            maxSessionDuration: maxSessionSeconds)
    }

    var full: IAMModel.Role {
        var role = brief
        role.permissionsBoundary = boundary?.attachedBoundary
        role.tags = tags.isEmpty ? nil : tags
        return role
    }
}
