import S3Model
import ServiceKit

extension S3 {
    func getObjectAcl(_ input: GetObjectAclRequest, _ call: Call) async throws -> GetObjectAclResponse {
        let (found, located) = try await requireObject(input, call)
        guard let object = located.version else { throw ServiceError.noSuchKey(input.key) }
        let owner = ownerID(of: object, in: found.bucket)
        let list = found.bucket.hasACLsDisabled ? nil : located.extras?.acl
        if found.bucket.versioning != .never { call.memo.addHeader("x-amz-version-id", object.versionID.text) }
        return GetObjectAclResponse(owner: self.owner(owner), grants: shown(list, owner: owner))
    }

    /// A list as the answers have it; without one, the owner's full control.
    func shown(_ list: AccessControlList?, owner account: String) -> [Grant] {
        (list ?? .private(owner: canonicalID(account))).entries.map { entry in
            Grant(
                grantee: shown(entry.grantee), permission: S3Model.Permission(rawValue: entry.right.rawValue))
        }
    }

    private func shown(_ grantee: AccessControlList.Grantee) -> Grantee {
        if case .account(let id) = grantee {
            let name = accounts.all.first { $0.canonicalUserID == id }?.name
            return Grantee(displayName: name, id: id, type: .canonicalUser)
        }
        let uri = AccessControlList.Grantee.groups.first { $0.grantee == grantee }?.uri
        return Grantee(type: .group, uri: uri)
    }
}
