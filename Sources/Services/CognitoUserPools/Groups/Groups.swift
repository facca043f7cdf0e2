import CognitoUserPoolsModel
import ServiceKit
import Storage

extension Snapshot {
    func requireGroup(_ name: String, in pool: UserPool) throws -> Group {
        guard let group = try find(Group.self, Group.key(pool.id, name)) else {
            throw ServiceError(CognitoUserPoolsErrors.resourceNotFound, "Group not found.")
        }
        return group
    }

    /// The group of a membership, unless it is gone, or another of its name came after it.
    func group(of membership: GroupMembership) throws -> Group? {
        let group = try find(Group.self, Group.key(membership.poolID, membership.groupName))
        return group?.id == membership.groupID ? group : nil
    }

    /// A user's groups, in the order in which AWS names them.
    func groups(of user: User) throws -> [Group] {
        try memberships(of: user).compactMap { try group(of: $0) }.sorted(by: Group.precedes)
    }

    /// Each time a user joins a group, rows of groups that are gone are swept: a thousand rows are
    /// more than there can be.
    fileprivate func memberships(of user: User) throws -> [GroupMembership] {
        try list(index: GroupMembership.listing(user.poolID, sub: user.sub), limit: 1000).records
    }
}

extension Transaction {
    /// Puts the user into the group; that they are in it already is no error.
    func join(_ user: User, _ group: Group) throws {
        let membership = GroupMembership(user, group)
        guard try !exists(membership.key) else { return }
        guard try sweptGroupCount(of: user) < GroupMembership.maxPerUser else {
            throw ServiceError(
                CognitoUserPoolsErrors.limitExceeded, "Maximum number of groups for the user reached.")
        }
        try save(membership)
    }

    /// How many groups the user is in, rows of those that are gone being deleted.
    private func sweptGroupCount(of user: User) throws -> Int {
        let rows = try scan(
            ScanRange(prefix: GroupMembership.listing(user.poolID, sub: user.sub).bytes, maxEntries: 1000))
        var count = 0
        for row in rows.entries {
            let membership = try find(GroupMembership.self, Key(bytes: row.value))
            if let membership, try group(of: membership) != nil {
                count += 1
            } else {
                try delete(row.key)
            }
        }
        return count
    }

    /// Takes a user who is being deleted out of all groups.
    func leaveAllGroups(_ user: User) throws {
        for membership in try memberships(of: user) { try remove(membership) }
        let rows = GroupMembership.listing(user.poolID, sub: user.sub)
        guard try !scan(ScanRange(prefix: rows.bytes, maxEntries: 1, keysOnly: true)).entries.isEmpty else { return }
        try Discarded.add(rows, self)
    }
}

extension CognitoUserPools {
    /// A user's groups, lowest precedence first, those without one last.
    func groups(of user: User, _ snapshot: any Snapshot) throws -> [Group] { try snapshot.groups(of: user) }

    /// What a caller who names a role needs besides: the right to hand it on.
    func permissions(_ action: String, _ poolID: String, passing role: String?, _ call: Call) async throws
        -> [Permission]
    {
        [try await permission("cognito-idp:\(action)", on: poolARN(poolID, call))]
            + [role].compactMap(\.self).map {
                Permission(
                    "iam:PassRole", on: $0, in: ARN($0)?.account,
                    context: ["iam:PassedToService": ["cognito-idp.amazonaws.com"]])
            }
    }
}
