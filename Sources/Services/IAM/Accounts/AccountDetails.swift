import IAMModel
import ServiceKit
import Storage
import Wire

/// A page of everything an account has: users, then groups, roles, its own policies and those of AWS's in use.
struct AccountDetails: Sendable {
    private(set) var users: [UserDetail] = []
    private(set) var groups: [GroupDetail] = []
    private(set) var roles: [RoleDetail] = []
    private(set) var policies: [ManagedPolicyDetail] = []
    /// Where the next page begins: the part, and the place in it.
    private(set) var next: [UInt8]?

    private var count: Int { users.count + groups.count + roles.count + policies.count }

    /// The parts, in their order.
    private static let parts: [EntityType] = [.user, .group, .role, .localManagedPolicy, .awsManagedPolicy]

    init(
        of accountID: String, _ filter: [EntityType], from start: [UInt8]?, limit: Int, _ snapshot: any Snapshot
    ) throws {
        let first = start?.first.map(Int.init) ?? 0
        var place = start.map { Array($0.dropFirst()) } ?? []
        for (index, part) in Self.parts.enumerated() where index >= first {
            defer { place = [] }
            guard filter.isEmpty || filter.contains(part) else { continue }
            guard count < limit else {
                next = [UInt8(index)]
                return
            }
            let from = place.isEmpty ? nil : place
            if let rest = try add(part, of: accountID, from, limit - count, snapshot) {
                next = [UInt8(index)] + rest
                return
            }
        }
    }

    mutating func add(lastUses: (_ roleID: String) throws -> RoleLastUsed) rethrows {
        for index in roles.indices { roles[index].roleLastUsed = try lastUses(roles[index].roleId ?? "") }
    }

    /// - Returns: where the part goes on, if it does.
    private mutating func add(
        _ part: EntityType, of accountID: String, _ from: [UInt8]?, _ limit: Int, _ snapshot: any Snapshot
    ) throws -> [UInt8]? {
        switch part {
        case .user:
            let page: RecordPage<UserRecord> = try snapshot.list(
                prefix: UserRecord.all(accountID), from: from, limit: limit)
            users += try page.records.map(snapshot.detail)
            return page.next
        case .group:
            let page: RecordPage<GroupRecord> = try snapshot.list(
                prefix: GroupRecord.all(accountID), from: from, limit: limit)
            groups += try page.records.map(snapshot.detail)
            return page.next
        case .role:
            let page: RecordPage<RoleRecord> = try snapshot.list(
                prefix: RoleRecord.all(accountID), from: from, limit: limit)
            roles += try page.records.map(snapshot.detail)
            return page.next
        case .localManagedPolicy:
            let page: RecordPage<PolicyRecord> = try snapshot.list(
                prefix: PolicyRecord.all(accountID), from: from, limit: limit)
            policies += try page.records.map { try snapshot.detail(.customer($0), in: accountID) }
            return page.next
        default: return try addPoliciesOfAWS(accountID, from, limit, snapshot)
        }
    }

    private mutating func addPoliciesOfAWS(
        _ accountID: String, _ from: [UInt8]?, _ limit: Int, _ snapshot: any Snapshot
    ) throws -> [UInt8]? {
        let all = AWSManagedPolicy.all
        var index = from.map { $0.reduce(0) { $0 << 8 | Int($1) } } ?? 0
        let end = policies.count + limit
        while index < all.count {
            guard policies.count < end else {
                return [UInt8(truncatingIfNeeded: index >> 8), UInt8(truncatingIfNeeded: index)]
            }
            let uses = Attachment.rows(of: all[index].id, accountID)
            if try snapshot.count(below: uses, upTo: 1) > 0 {
                policies.append(try snapshot.detail(.aws(all[index]), in: accountID))
            }
            index += 1
        }
        return nil
    }
}

extension Snapshot {
    fileprivate func detail(_ user: UserRecord) throws -> UserDetail {
        UserDetail(
            path: user.path, userName: user.name, userId: user.id, arn: user.arn, createDate: user.createdAt,
            userPolicyList: try inlineDetails(user), groupList: try groups(of: user.id).map(\.name),
            attachedManagedPolicies: try attachedDetails(user),
            permissionsBoundary: user.boundary?.attachedBoundary, tags: user.tags)
    }

    fileprivate func detail(_ group: GroupRecord) throws -> GroupDetail {
        GroupDetail(
            path: group.path, groupName: group.name, groupId: group.id, arn: group.arn,
            createDate: group.createdAt, groupPolicyList: try inlineDetails(group),
            attachedManagedPolicies: try attachedDetails(group))
    }

    fileprivate func detail(_ role: RoleRecord) throws -> RoleDetail {
        let profiles: [InstanceProfileRecord] = try list(
            index: InstanceProfileRecord.ofRole(role.id), limit: InstanceProfileRecord.mostPerAccount
        ).records
        return RoleDetail(
            path: role.path, roleName: role.name, roleId: role.id, arn: role.arn, createDate: role.createdAt,
            assumeRolePolicyDocument: PercentCoding.encode(role.trustPolicy),
            instanceProfileList: try profiles.map { try answer($0) }, rolePolicyList: try inlineDetails(role),
            attachedManagedPolicies: try attachedDetails(role),
            permissionsBoundary: role.boundary?.attachedBoundary, tags: role.tags)
    }

    private func inlineDetails(_ holder: some PolicyHolder) throws -> [PolicyDetail] {
        try inlinePolicies(of: holder.id).map {
            PolicyDetail(policyName: $0.name, policyDocument: PercentCoding.encode($0.document))
        }
    }

    private func attachedDetails(_ holder: some PolicyHolder) throws -> [AttachedPolicy] {
        try attachments(of: holder.id).map {
            AttachedPolicy(policyName: $0.policy.name, policyArn: $0.policy.arn)
        }
    }

    fileprivate func detail(_ policy: ManagedPolicy, in accountID: String) throws -> ManagedPolicyDetail {
        let summary = try summary(of: policy, in: accountID)
        var detail = ManagedPolicyDetail(
            policyName: summary.policyName, policyId: summary.policyId, arn: summary.arn, path: summary.path,
            defaultVersionId: summary.defaultVersionId, attachmentCount: summary.attachmentCount,
            permissionsBoundaryUsageCount: summary.permissionsBoundaryUsageCount,
            isAttachable: summary.isAttachable, createDate: summary.createDate, updateDate: summary.updateDate)
        switch policy {
        case .aws(let policy): detail.policyVersionList = [policy.version]
        case .customer(let record):
            detail.description = record.description
            detail.policyVersionList = try versions(of: record.id).reversed()
                .map { $0.answer(record, withDocument: true) }
        }
        return detail
    }
}
