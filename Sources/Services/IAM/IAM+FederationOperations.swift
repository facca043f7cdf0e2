import IAMModel
import ServiceKit

/// IAM's table of contents, continued: what stands for others. Services' roles, machines' profiles,
/// foreign identity providers.
extension IAM {
    var serviceLinkedRoles: [Operation] {
        [
            signed(createServiceLinkedRole) { creatingServiceLinkedRole($0, $1) },
            signed(deleteServiceLinkedRole) { try await onRole("DeleteServiceLinkedRole", $0.roleName, $1) },
            signed(getServiceLinkedRoleDeletionStatus) { seeingDeletion($0, $1) },
        ]
    }

    var instanceProfiles: [Operation] {
        [
            signed(createInstanceProfile) { input, call in
                making(
                    "CreateInstanceProfile", "instance-profile", path: input.path,
                    name: input.instanceProfileName, call, keys: Self.keys(tags: input.tags))
            },
            signed(getInstanceProfile) {
                try await onInstanceProfile("GetInstanceProfile", $0.instanceProfileName, $1)
            },
            signed(listInstanceProfiles) {
                onList("ListInstanceProfiles", "instance-profile", $0.pathPrefix, $1)
            },
            signed(listInstanceProfilesForRole) {
                try await onRole("ListInstanceProfilesForRole", $0.roleName, $1)
            },
            signed(deleteInstanceProfile) {
                try await onInstanceProfile("DeleteInstanceProfile", $0.instanceProfileName, $1)
            },
            signed(addRoleToInstanceProfile, needs: addingRole),
            signed(removeRoleFromInstanceProfile) {
                try await onInstanceProfile("RemoveRoleFromInstanceProfile", $0.instanceProfileName, $1)
            },
            signed(tagInstanceProfile) {
                try await onInstanceProfile(
                    "TagInstanceProfile", $0.instanceProfileName, $1, keys: Self.keys(tags: $0.tags))
            },
            signed(untagInstanceProfile) {
                try await onInstanceProfile(
                    "UntagInstanceProfile", $0.instanceProfileName, $1, keys: ["aws:TagKeys": $0.tagKeys])
            },
            signed(listInstanceProfileTags) {
                try await onInstanceProfile("ListInstanceProfileTags", $0.instanceProfileName, $1)
            },
        ]
    }

    var providers: [Operation] {
        [
            signed(createOpenIDConnectProvider) { try creatingProvider($0, $1) },
            signed(getOpenIDConnectProvider) {
                try await onProvider("GetOpenIDConnectProvider", $0.openIDConnectProviderArn, $1)
            },
            signed(listOpenIDConnectProviders) { onAccount("ListOpenIDConnectProviders", $1) },
            signed(deleteOpenIDConnectProvider) {
                try await onProvider("DeleteOpenIDConnectProvider", $0.openIDConnectProviderArn, $1)
            },
            signed(addClientIDToOpenIDConnectProvider) {
                try await onProvider("AddClientIDToOpenIDConnectProvider", $0.openIDConnectProviderArn, $1)
            },
            signed(removeClientIDFromOpenIDConnectProvider) {
                try await onProvider(
                    "RemoveClientIDFromOpenIDConnectProvider", $0.openIDConnectProviderArn, $1)
            },
            signed(updateOpenIDConnectProviderThumbprint) {
                try await onProvider(
                    "UpdateOpenIDConnectProviderThumbprint", $0.openIDConnectProviderArn, $1)
            },
            signed(tagOpenIDConnectProvider) {
                try await onProvider(
                    "TagOpenIDConnectProvider", $0.openIDConnectProviderArn, $1,
                    keys: Self.keys(tags: $0.tags))
            },
            signed(untagOpenIDConnectProvider) {
                try await onProvider(
                    "UntagOpenIDConnectProvider", $0.openIDConnectProviderArn, $1,
                    keys: ["aws:TagKeys": $0.tagKeys])
            },
            signed(listOpenIDConnectProviderTags) {
                try await onProvider("ListOpenIDConnectProviderTags", $0.openIDConnectProviderArn, $1)
            },
        ]
    }
}
