import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listEntitiesForPolicy(
        _ input: ListEntitiesForPolicyRequest, _ call: Call
    ) async throws -> ListEntitiesForPolicyResponse {
        let account = call.accountID
        try Self.check(policyARN: input.policyArn)
        let filter = HolderFilter(input)
        let page = try await store.read { snapshot in
            guard let policy = try snapshot.managedPolicy(input.policyArn, for: account)?.reference else {
                throw ServiceError.noSuchPolicy(input.policyArn)
            }
            let rows =
                filter.usage.map { Attachment.rows(of: policy.id, account, $0) }
                ?? Attachment.rows(of: policy.id, account)
            let start = try start(input.marker, input.maxItems, "entities", account, policy.id, filter.scope)
            return try start.rows(rows, snapshot) { try filter.holder(of: $0, snapshot) }
        }
        return ListEntitiesForPolicyResponse(
            policyGroups: page.items.unique(\.group), policyUsers: page.items.unique(\.user),
            policyRoles: page.items.unique(\.role),
            isTruncated: page.isTruncated, marker: page.marker)
    }
}

/// A user, group or role that has the policy.
private struct HolderEntry: Sendable {
    var user: PolicyUser?
    var group: PolicyGroup?
    var role: PolicyRole?
}

/// Which users, groups and roles a list is to have.
private struct HolderFilter: Sendable {
    let usage: Attachment.Usage?
    let entity: EntityType?
    let pathPrefix: String
    /// What must be the same on every page.
    let scope: String

    init(_ input: ListEntitiesForPolicyRequest) {
        usage =
            switch input.policyUsageFilter {
            case .permissionsPolicy?: .permissions
            case .permissionsBoundary?: .boundary
            default: nil
            }
        entity = input.entityFilter
        pathPrefix = input.pathPrefix ?? "/"
        scope = [pathPrefix, usage?.rawValue ?? "", entity?.rawValue ?? ""].joined(separator: "\n")
    }

    func holder(of row: [UInt8], _ snapshot: any Snapshot) throws -> HolderEntry? {
        var reader = KeyReader(row)
        for _ in 0..<3 { _ = try reader.text() }
        let id = try reader.text()
        if id.hasPrefix(UserRecord.idPrefix) {
            guard entity == nil || entity == .user,
                let user = try snapshot.find(UserRecord.self, index: UserRecord.byID(id)),
                user.path.hasPrefix(pathPrefix)
            else { return nil }
            return HolderEntry(user: PolicyUser(userName: user.name, userId: id))
        }
        if id.hasPrefix(GroupRecord.idPrefix) {
            guard entity == nil || entity == .group,
                let group = try snapshot.find(GroupRecord.self, index: GroupRecord.byID(id)),
                group.path.hasPrefix(pathPrefix)
            else { return nil }
            return HolderEntry(group: PolicyGroup(groupName: group.name, groupId: id))
        }
        guard entity == nil || entity == .role,
            let role = try snapshot.find(RoleRecord.self, index: RoleRecord.byID(id)),
            role.path.hasPrefix(pathPrefix)
        else { return nil }
        return HolderEntry(role: PolicyRole(roleName: role.name, roleId: id))
    }
}

extension [HolderEntry] {
    /// A holder may have the policy both as permissions and as boundary.
    fileprivate func unique<Item: Equatable>(_ item: (HolderEntry) -> Item?) -> [Item] {
        var items: [Item] = []
        for found in compactMap(item) where !items.contains(found) { items.append(found) }
        return items
    }
}
