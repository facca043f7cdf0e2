import CognitoIdentityPoolsModel
import ServiceKit

/// Every operation served, who may call it, and which IAM actions on which resources it needs.
extension CognitoIdentityPools {
    package var operations: [Operation] { poolOperations + identityOperations + openOperations }

    private var poolOperations: [Operation] {
        [
            signed(createIdentityPool, allows: "cognito-identity:CreateIdentityPool", on: { _, _ in "*" }),
            signed(listIdentityPools, allows: "cognito-identity:ListIdentityPools", on: { _, _ in "*" }),
            signed(
                describeIdentityPool, allows: "cognito-identity:DescribeIdentityPool",
                on: { poolARN($0.identityPoolId, $1) }),
            signed(
                updateIdentityPool, allows: "cognito-identity:UpdateIdentityPool",
                on: { poolARN($0.identityPoolId, $1) }),
            signed(
                deleteIdentityPool, allows: "cognito-identity:DeleteIdentityPool",
                on: { poolARN($0.identityPoolId, $1) }),
            signed(setIdentityPoolRoles, needs: rolePermissions),
            signed(
                getIdentityPoolRoles, allows: "cognito-identity:GetIdentityPoolRoles",
                on: { poolARN($0.identityPoolId, $1) }),
            signed(tagResource, allows: "cognito-identity:TagResource", on: { input, _ in input.resourceArn }),
            signed(untagResource, allows: "cognito-identity:UntagResource", on: { input, _ in input.resourceArn }),
            signed(
                listTagsForResource, allows: "cognito-identity:ListTagsForResource",
                on: { input, _ in input.resourceArn }),
        ]
    }

    private var identityOperations: [Operation] {
        [
            signed(
                listIdentities, allows: "cognito-identity:ListIdentities", on: { poolARN($0.identityPoolId, $1) }),
            signed(describeIdentity, allows: "cognito-identity:DescribeIdentity", on: { _, _ in "*" }),
            signed(deleteIdentities, allows: "cognito-identity:DeleteIdentities", on: { _, _ in "*" }),
        ]
    }

    /// Without a signature: the logins are the proof.
    private var openOperations: [Operation] {
        [open(getId), open(getOpenIdToken), open(getCredentialsForIdentity)]
    }

    /// Who sets a pool's roles hands them out: AWS asks for iam:PassRole on each.
    @Sendable private func rolePermissions(_ input: SetIdentityPoolRolesRequest, _ call: Call) -> [Permission] {
        let mapped = (input.roleMappings ?? [:]).values.flatMap { $0.rulesConfiguration?.rules ?? [] }.map(\.roleARN)
        let passed = Set(input.roles.values).union(mapped).sorted()
        return [
            Permission("cognito-identity:SetIdentityPoolRoles", on: poolARN(input.identityPoolId, call))
        ]
            + passed.map {
                Permission(
                    "iam:PassRole", on: $0, in: ARN($0)?.account, context: ["iam:PassedToService": [Self.provider]])
            }
    }
}
