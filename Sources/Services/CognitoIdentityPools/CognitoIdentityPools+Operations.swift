import CognitoIdentityPoolsModel
import ServiceKit

/// Every operation served, who may call it, and which IAM actions on which resources it needs.
extension CognitoIdentityPools {
    package var operations: [Operation] {
        poolOperations + roleOperations + tagOperations + identityOperations + developerOperations + openOperations
    }

    private var poolOperations: [Operation] {
        [
            signed(createIdentityPool) { input, _ in
                [
                    Permission(
                        "cognito-identity:CreateIdentityPool", on: "*", context: Self.keys(tags: input.identityPoolTags)
                    )
                ]
            },
            signed(listIdentityPools, allows: "cognito-identity:ListIdentityPools", on: { _, _ in "*" }),
            signed(describeIdentityPool) { try await onPool("DescribeIdentityPool", $0.identityPoolId, $1) },
            signed(updateIdentityPool) { try await onPool("UpdateIdentityPool", $0.identityPoolId, $1) },
            signed(deleteIdentityPool) { try await onPool("DeleteIdentityPool", $0.identityPoolId, $1) },
        ]
    }

    private var roleOperations: [Operation] {
        [
            signed(setIdentityPoolRoles, needs: rolePermissions),
            signed(getIdentityPoolRoles) { try await onPool("GetIdentityPoolRoles", $0.identityPoolId, $1) },
            signed(
                setPrincipalTagAttributeMap, allows: "cognito-identity:SetPrincipalTagAttributeMap",
                on: { _, _ in "*" }),
            signed(getPrincipalTagAttributeMap) {
                try await onPool("GetPrincipalTagAttributeMap", $0.identityPoolId, $1)
            },
        ]
    }

    private var tagOperations: [Operation] {
        [
            signed(tagResource) {
                try await onPool("TagResource", arn: $0.resourceArn, $1, keys: Self.keys(tags: $0.tags))
            },
            signed(untagResource) {
                try await onPool("UntagResource", arn: $0.resourceArn, $1, keys: ["aws:TagKeys": $0.tagKeys])
            },
            signed(listTagsForResource) { try await onPool("ListTagsForResource", arn: $0.resourceArn, $1) },
        ]
    }

    private var identityOperations: [Operation] {
        [
            signed(listIdentities) { try await onPool("ListIdentities", $0.identityPoolId, $1) },
            signed(describeIdentity) { try await onIdentities("DescribeIdentity", [$0.identityId], $1) },
            signed(deleteIdentities) { try await onIdentities("DeleteIdentities", $0.identityIdsToDelete, $1) },
        ]
    }

    /// For the developer's own backend, which vouches for its users.
    private var developerOperations: [Operation] {
        [
            signed(getOpenIdTokenForDeveloperIdentity) {
                try await onPool("GetOpenIdTokenForDeveloperIdentity", $0.identityPoolId, $1)
            },
            signed(lookupDeveloperIdentity) { try await onPool("LookupDeveloperIdentity", $0.identityPoolId, $1) },
            signed(mergeDeveloperIdentities) { try await onPool("MergeDeveloperIdentities", $0.identityPoolId, $1) },
            signed(unlinkDeveloperIdentity) { try await onPool("UnlinkDeveloperIdentity", $0.identityPoolId, $1) },
        ]
    }

    /// Without a signature: the logins are the proof.
    private var openOperations: [Operation] {
        [open(getId), open(getOpenIdToken), open(getCredentialsForIdentity), open(unlinkIdentity)]
    }

    /// Who sets a pool's roles hands them out: AWS asks for iam:PassRole on each.
    @Sendable private func rolePermissions(_ input: SetIdentityPoolRolesRequest, _ call: Call) -> [Permission] {
        let mapped = (input.roleMappings ?? [:]).values.flatMap { $0.rulesConfiguration?.rules ?? [] }.map(\.roleARN)
        let passed = Set(input.roles.values).union(mapped).sorted()
        return [Permission("cognito-identity:SetIdentityPoolRoles", on: "*")]
            + passed.map {
                Permission(
                    "iam:PassRole", on: $0, in: ARN($0)?.account, context: ["iam:PassedToService": [Self.provider]])
            }
    }
}
