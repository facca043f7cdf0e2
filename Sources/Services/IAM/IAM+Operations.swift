import IAMModel
import ServiceKit

/// IAM's table of contents: each operation, the action it needs and on which resource.
extension IAM {
    package var operations: [Operation] {
        users + accessKeys + loginProfiles + groups + roles + serviceLinkedRoles + instanceProfiles + policies
            + providers + account + mfaDevices + simulation
    }

    private var users: [Operation] {
        [
            signed(createUser) { input, call in
                making(
                    "CreateUser", "user", path: input.path, name: input.userName, call,
                    keys: Self.keys(tags: input.tags, boundary: input.permissionsBoundary))
            },
            signed(getUser) { try await onUserOrCaller("GetUser", $0.userName, $1) },
            signed(listUsers) { onList("ListUsers", "user", $0.pathPrefix, $1) },
            signed(updateUser, needs: updatingUser),
            signed(deleteUser) { try await onUser("DeleteUser", $0.userName, $1) },
            signed(tagUser) { try await onUser("TagUser", $0.userName, $1, keys: Self.keys(tags: $0.tags)) },
            signed(untagUser) {
                try await onUser("UntagUser", $0.userName, $1, keys: ["aws:TagKeys": $0.tagKeys])
            },
            signed(listUserTags) { try await onUser("ListUserTags", $0.userName, $1) },
            signed(putUserPolicy) { try await onUser("PutUserPolicy", $0.userName, $1) },
            signed(getUserPolicy) { try await onUser("GetUserPolicy", $0.userName, $1) },
            signed(deleteUserPolicy) { try await onUser("DeleteUserPolicy", $0.userName, $1) },
            signed(listUserPolicies) { try await onUser("ListUserPolicies", $0.userName, $1) },
            signed(attachUserPolicy) {
                try await onUser("AttachUserPolicy", $0.userName, $1, keys: Self.keys(policy: $0.policyArn))
            },
            signed(detachUserPolicy) {
                try await onUser("DetachUserPolicy", $0.userName, $1, keys: Self.keys(policy: $0.policyArn))
            },
            signed(listAttachedUserPolicies) {
                try await onUser("ListAttachedUserPolicies", $0.userName, $1)
            },
            signed(putUserPermissionsBoundary) {
                try await onUser(
                    "PutUserPermissionsBoundary", $0.userName, $1,
                    keys: Self.keys(tags: nil, boundary: $0.permissionsBoundary))
            },
            signed(deleteUserPermissionsBoundary) {
                try await onUser("DeleteUserPermissionsBoundary", $0.userName, $1)
            },
        ]
    }

    private var accessKeys: [Operation] {
        [
            signed(createAccessKey) { try await onUserOrCaller("CreateAccessKey", $0.userName, $1) },
            signed(listAccessKeys) { try await onUserOrCaller("ListAccessKeys", $0.userName, $1) },
            signed(updateAccessKey) { try await onUserOrCaller("UpdateAccessKey", $0.userName, $1) },
            signed(getAccessKeyLastUsed, needs: seeingKeyUse),
            signed(deleteAccessKey) { try await onUserOrCaller("DeleteAccessKey", $0.userName, $1) },
        ]
    }

    private var groups: [Operation] {
        [
            signed(createGroup) { making("CreateGroup", "group", path: $0.path, name: $0.groupName, $1) },
            signed(getGroup) { try await onGroup("GetGroup", $0.groupName, $1) },
            signed(listGroups) { onList("ListGroups", "group", $0.pathPrefix, $1) },
            signed(updateGroup, needs: updatingGroup),
            signed(deleteGroup) { try await onGroup("DeleteGroup", $0.groupName, $1) },
            signed(addUserToGroup) { try await onGroup("AddUserToGroup", $0.groupName, $1) },
            signed(removeUserFromGroup) { try await onGroup("RemoveUserFromGroup", $0.groupName, $1) },
            signed(listGroupsForUser) { try await onUser("ListGroupsForUser", $0.userName, $1) },
            signed(putGroupPolicy) { try await onGroup("PutGroupPolicy", $0.groupName, $1) },
            signed(getGroupPolicy) { try await onGroup("GetGroupPolicy", $0.groupName, $1) },
            signed(deleteGroupPolicy) { try await onGroup("DeleteGroupPolicy", $0.groupName, $1) },
            signed(listGroupPolicies) { try await onGroup("ListGroupPolicies", $0.groupName, $1) },
            signed(attachGroupPolicy) {
                try await onGroup("AttachGroupPolicy", $0.groupName, $1, keys: Self.keys(policy: $0.policyArn))
            },
            signed(detachGroupPolicy) {
                try await onGroup("DetachGroupPolicy", $0.groupName, $1, keys: Self.keys(policy: $0.policyArn))
            },
            signed(listAttachedGroupPolicies) {
                try await onGroup("ListAttachedGroupPolicies", $0.groupName, $1)
            },
        ]
    }

    private var roles: [Operation] {
        [
            signed(createRole) { input, call in
                making(
                    "CreateRole", "role", path: input.path, name: input.roleName, call,
                    keys: Self.keys(tags: input.tags, boundary: input.permissionsBoundary))
            },
            signed(getRole) { try await onRole("GetRole", $0.roleName, $1) },
            signed(listRoles) { onList("ListRoles", "role", $0.pathPrefix, $1) },
            signed(updateRole) { try await onRole("UpdateRole", $0.roleName, $1) },
            signed(updateRoleDescription) { try await onRole("UpdateRoleDescription", $0.roleName, $1) },
            signed(updateAssumeRolePolicy) { try await onRole("UpdateAssumeRolePolicy", $0.roleName, $1) },
            signed(deleteRole) { try await onRole("DeleteRole", $0.roleName, $1) },
            signed(tagRole) { try await onRole("TagRole", $0.roleName, $1, keys: Self.keys(tags: $0.tags)) },
            signed(untagRole) {
                try await onRole("UntagRole", $0.roleName, $1, keys: ["aws:TagKeys": $0.tagKeys])
            },
            signed(listRoleTags) { try await onRole("ListRoleTags", $0.roleName, $1) },
            signed(putRolePolicy) { try await onRole("PutRolePolicy", $0.roleName, $1) },
            signed(getRolePolicy) { try await onRole("GetRolePolicy", $0.roleName, $1) },
            signed(deleteRolePolicy) { try await onRole("DeleteRolePolicy", $0.roleName, $1) },
            signed(listRolePolicies) { try await onRole("ListRolePolicies", $0.roleName, $1) },
            signed(attachRolePolicy) {
                try await onRole("AttachRolePolicy", $0.roleName, $1, keys: Self.keys(policy: $0.policyArn))
            },
            signed(detachRolePolicy) {
                try await onRole("DetachRolePolicy", $0.roleName, $1, keys: Self.keys(policy: $0.policyArn))
            },
            signed(listAttachedRolePolicies) {
                try await onRole("ListAttachedRolePolicies", $0.roleName, $1)
            },
            signed(putRolePermissionsBoundary) {
                try await onRole(
                    "PutRolePermissionsBoundary", $0.roleName, $1,
                    keys: Self.keys(tags: nil, boundary: $0.permissionsBoundary))
            },
            signed(deleteRolePermissionsBoundary) {
                try await onRole("DeleteRolePermissionsBoundary", $0.roleName, $1)
            },
        ]
    }

    private var policies: [Operation] {
        [
            signed(createPolicy) { input, call in
                making(
                    "CreatePolicy", "policy", path: input.path, name: input.policyName, call,
                    keys: Self.keys(tags: input.tags))
            },
            signed(getPolicy) { try await onPolicy("GetPolicy", $0.policyArn, $1) },
            signed(listPolicies) { input, call in
                [
                    Permission(
                        "iam:ListPolicies", on: "policy path \(input.pathPrefix ?? "/")", in: call.accountID)
                ]
            },
            signed(deletePolicy) { try await onPolicy("DeletePolicy", $0.policyArn, $1) },
            signed(createPolicyVersion) { try await onPolicy("CreatePolicyVersion", $0.policyArn, $1) },
            signed(getPolicyVersion) { try await onPolicy("GetPolicyVersion", $0.policyArn, $1) },
            signed(listPolicyVersions) { try await onPolicy("ListPolicyVersions", $0.policyArn, $1) },
            signed(setDefaultPolicyVersion) { try await onPolicy("SetDefaultPolicyVersion", $0.policyArn, $1) },
            signed(deletePolicyVersion) { try await onPolicy("DeletePolicyVersion", $0.policyArn, $1) },
            signed(listEntitiesForPolicy) { try await onPolicy("ListEntitiesForPolicy", $0.policyArn, $1) },
            signed(tagPolicy) {
                try await onPolicy("TagPolicy", $0.policyArn, $1, keys: Self.keys(tags: $0.tags))
            },
            signed(untagPolicy) {
                try await onPolicy("UntagPolicy", $0.policyArn, $1, keys: ["aws:TagKeys": $0.tagKeys])
            },
            signed(listPolicyTags) { try await onPolicy("ListPolicyTags", $0.policyArn, $1) },
        ]
    }
}
