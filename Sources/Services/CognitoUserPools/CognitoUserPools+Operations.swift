import CognitoUserPoolsModel
import ServiceKit

/// Every operation served, who may call it, and which IAM actions on which resources it needs.
extension CognitoUserPools {
    package var operations: [Operation] {
        poolOperations + clientOperations + administratorOperations + signInOperations + userOperations
            + multiFactorOperations + deviceOperations + passkeyOperations + directoryOperations
    }

    private var directoryOperations: [Operation] {
        resourceServerOperations + domainOperations + groupOperations + attributeOperations + clientSecretOperations
            + providerOperations + brandingOperations + importOperations
    }

    private var poolOperations: [Operation] {
        [
            signed(
                createUserPool, allows: "cognito-idp:CreateUserPool", on: { _, _ in "*" },
                tags: { RequestedTags($0.userPoolTags) }),
            signed(listUserPools, allows: "cognito-idp:ListUserPools", on: { _, _ in "*" }),
            signed(describeUserPool, allows: "cognito-idp:DescribeUserPool", on: { poolARN($0.userPoolId, $1) }),
            signed(
                updateUserPool, allows: "cognito-idp:UpdateUserPool", on: { poolARN($0.userPoolId, $1) },
                tags: { RequestedTags($0.userPoolTags) }),
            signed(deleteUserPool, allows: "cognito-idp:DeleteUserPool", on: { poolARN($0.userPoolId, $1) }),
            signed(
                tagResource, allows: "cognito-idp:TagResource", on: { input, _ in input.resourceArn },
                tags: { RequestedTags($0.tags) }),
            signed(
                untagResource, allows: "cognito-idp:UntagResource", on: { input, _ in input.resourceArn },
                tags: { RequestedTags(removing: $0.tagKeys) }),
            signed(
                listTagsForResource, allows: "cognito-idp:ListTagsForResource", on: { input, _ in input.resourceArn }),
        ]
    }

    private var clientOperations: [Operation] {
        [
            signed(
                createUserPoolClient, allows: "cognito-idp:CreateUserPoolClient", on: { poolARN($0.userPoolId, $1) }),
            signed(
                listUserPoolClients, allows: "cognito-idp:ListUserPoolClients", on: { poolARN($0.userPoolId, $1) }),
            signed(
                describeUserPoolClient, allows: "cognito-idp:DescribeUserPoolClient",
                on: { poolARN($0.userPoolId, $1) }),
            signed(
                updateUserPoolClient, allows: "cognito-idp:UpdateUserPoolClient", on: { poolARN($0.userPoolId, $1) }),
            signed(
                deleteUserPoolClient, allows: "cognito-idp:DeleteUserPoolClient", on: { poolARN($0.userPoolId, $1) }),
        ]
    }

    private var administratorOperations: [Operation] {
        [
            signed(adminCreateUser, allows: "cognito-idp:AdminCreateUser", on: { poolARN($0.userPoolId, $1) }),
            signed(adminGetUser, allows: "cognito-idp:AdminGetUser", on: { poolARN($0.userPoolId, $1) }),
            signed(
                adminSetUserPassword, allows: "cognito-idp:AdminSetUserPassword", on: { poolARN($0.userPoolId, $1) }),
            signed(
                adminUpdateUserAttributes, allows: "cognito-idp:AdminUpdateUserAttributes",
                on: { poolARN($0.userPoolId, $1) }),
            signed(adminConfirmSignUp, allows: "cognito-idp:AdminConfirmSignUp", on: { poolARN($0.userPoolId, $1) }),
            signed(adminEnableUser, allows: "cognito-idp:AdminEnableUser", on: { poolARN($0.userPoolId, $1) }),
            signed(adminDisableUser, allows: "cognito-idp:AdminDisableUser", on: { poolARN($0.userPoolId, $1) }),
            signed(adminDeleteUser, allows: "cognito-idp:AdminDeleteUser", on: { poolARN($0.userPoolId, $1) }),
            signed(
                adminUserGlobalSignOut, allows: "cognito-idp:AdminUserGlobalSignOut",
                on: { poolARN($0.userPoolId, $1) }),
            signed(adminInitiateAuth, allows: "cognito-idp:AdminInitiateAuth", on: { poolARN($0.userPoolId, $1) }),
            signed(
                adminRespondToAuthChallenge, allows: "cognito-idp:AdminRespondToAuthChallenge",
                on: { poolARN($0.userPoolId, $1) }),
            signed(listUsers, allows: "cognito-idp:ListUsers", on: { poolARN($0.userPoolId, $1) }),
        ]
    }

    /// Without a signature: the client's id, and its secret's hash where it has one.
    private var signInOperations: [Operation] {
        [
            open(signUp), open(confirmSignUp), open(resendConfirmationCode), open(forgotPassword),
            open(confirmForgotPassword), open(initiateAuth), open(respondToAuthChallenge), open(revokeToken),
        ]
    }

    /// With the user's own access token, which each of them verifies.
    private var userOperations: [Operation] {
        [open(getUser), open(changePassword), open(globalSignOut), open(deleteUser)]
    }

    private var resourceServerOperations: [Operation] {
        [
            signed(
                createResourceServer, allows: "cognito-idp:CreateResourceServer", on: { poolARN($0.userPoolId, $1) }),
            signed(
                describeResourceServer, allows: "cognito-idp:DescribeResourceServer",
                on: { poolARN($0.userPoolId, $1) }),
            signed(
                updateResourceServer, allows: "cognito-idp:UpdateResourceServer", on: { poolARN($0.userPoolId, $1) }),
            signed(
                deleteResourceServer, allows: "cognito-idp:DeleteResourceServer", on: { poolARN($0.userPoolId, $1) }),
            signed(
                listResourceServers, allows: "cognito-idp:ListResourceServers", on: { poolARN($0.userPoolId, $1) }),
        ]
    }

    /// A domain's name says nothing of its pool: AWS lets DescribeUserPoolDomain be allowed on `*` only.
    private var domainOperations: [Operation] {
        [
            signed(
                createUserPoolDomain, allows: "cognito-idp:CreateUserPoolDomain", on: { poolARN($0.userPoolId, $1) }),
            signed(
                describeUserPoolDomain, allows: "cognito-idp:DescribeUserPoolDomain", on: { _, _ in "*" }),
            signed(
                updateUserPoolDomain, allows: "cognito-idp:UpdateUserPoolDomain", on: { poolARN($0.userPoolId, $1) }),
            signed(
                deleteUserPoolDomain, allows: "cognito-idp:DeleteUserPoolDomain", on: { poolARN($0.userPoolId, $1) }),
        ]
    }

    /// Who gives a group a role hands it on: AWS asks for iam:PassRole.
    private var groupOperations: [Operation] {
        [
            signed(
                createGroup, needs: { try await permissions("CreateGroup", $0.userPoolId, passing: $0.roleArn, $1) }),
            signed(getGroup, allows: "cognito-idp:GetGroup", on: { poolARN($0.userPoolId, $1) }),
            signed(
                updateGroup, needs: { try await permissions("UpdateGroup", $0.userPoolId, passing: $0.roleArn, $1) }),
            signed(deleteGroup, allows: "cognito-idp:DeleteGroup", on: { poolARN($0.userPoolId, $1) }),
            signed(listGroups, allows: "cognito-idp:ListGroups", on: { poolARN($0.userPoolId, $1) }),
            signed(adminAddUserToGroup, allows: "cognito-idp:AdminAddUserToGroup", on: { poolARN($0.userPoolId, $1) }),
            signed(
                adminRemoveUserFromGroup, allows: "cognito-idp:AdminRemoveUserFromGroup",
                on: { poolARN($0.userPoolId, $1) }),
            signed(
                adminListGroupsForUser, allows: "cognito-idp:AdminListGroupsForUser", on: { poolARN($0.userPoolId, $1) }
            ),
            signed(listUsersInGroup, allows: "cognito-idp:ListUsersInGroup", on: { poolARN($0.userPoolId, $1) }),
        ]
    }

    private var attributeOperations: [Operation] {
        [
            signed(
                adminDeleteUserAttributes, allows: "cognito-idp:AdminDeleteUserAttributes",
                on: { poolARN($0.userPoolId, $1) }),
            signed(addCustomAttributes, allows: "cognito-idp:AddCustomAttributes", on: { poolARN($0.userPoolId, $1) }),
            signed(
                adminResetUserPassword, allows: "cognito-idp:AdminResetUserPassword", on: { poolARN($0.userPoolId, $1) }
            ),
            open(updateUserAttributes), open(getUserAttributeVerificationCode), open(verifyUserAttribute),
            open(deleteUserAttributes),
        ]
    }

    private var multiFactorOperations: [Operation] {
        [
            signed(
                getUserPoolMfaConfig, allows: "cognito-idp:GetUserPoolMfaConfig", on: { poolARN($0.userPoolId, $1) }),
            signed(
                setUserPoolMfaConfig, allows: "cognito-idp:SetUserPoolMfaConfig", on: { poolARN($0.userPoolId, $1) }),
            signed(
                adminSetUserMFAPreference, allows: "cognito-idp:AdminSetUserMFAPreference",
                on: { poolARN($0.userPoolId, $1) }),
            signed(
                adminSetUserSettings, allows: "cognito-idp:AdminSetUserSettings", on: { poolARN($0.userPoolId, $1) }),
            open(associateSoftwareToken), open(verifySoftwareToken), open(setUserMFAPreference), open(setUserSettings),
            open(getTokensFromRefreshToken),
        ]
    }

    private var deviceOperations: [Operation] {
        [
            signed(adminGetDevice, allows: "cognito-idp:AdminGetDevice", on: { poolARN($0.userPoolId, $1) }),
            signed(adminListDevices, allows: "cognito-idp:AdminListDevices", on: { poolARN($0.userPoolId, $1) }),
            signed(adminForgetDevice, allows: "cognito-idp:AdminForgetDevice", on: { poolARN($0.userPoolId, $1) }),
            signed(
                adminUpdateDeviceStatus, allows: "cognito-idp:AdminUpdateDeviceStatus",
                on: { poolARN($0.userPoolId, $1) }),
            open(confirmDevice), open(getDevice), open(listDevices), open(forgetDevice), open(updateDeviceStatus),
        ]
    }

    private var passkeyOperations: [Operation] {
        [
            open(startWebAuthnRegistration), open(completeWebAuthnRegistration), open(listWebAuthnCredentials),
            open(deleteWebAuthnCredential), open(getUserAuthFactors),
        ]
    }

    private var clientSecretOperations: [Operation] {
        [
            signed(
                addUserPoolClientSecret, allows: "cognito-idp:AddUserPoolClientSecret",
                on: { poolARN($0.userPoolId, $1) }),
            signed(
                deleteUserPoolClientSecret, allows: "cognito-idp:DeleteUserPoolClientSecret",
                on: { poolARN($0.userPoolId, $1) }),
            signed(
                listUserPoolClientSecrets, allows: "cognito-idp:ListUserPoolClientSecrets",
                on: { poolARN($0.userPoolId, $1) }),
        ]
    }

    private var providerOperations: [Operation] {
        [
            signed(
                createIdentityProvider, allows: "cognito-idp:CreateIdentityProvider", on: { poolARN($0.userPoolId, $1) }
            ),
            signed(
                describeIdentityProvider, allows: "cognito-idp:DescribeIdentityProvider",
                on: { poolARN($0.userPoolId, $1) }),
            signed(
                updateIdentityProvider, allows: "cognito-idp:UpdateIdentityProvider", on: { poolARN($0.userPoolId, $1) }
            ),
            signed(
                deleteIdentityProvider, allows: "cognito-idp:DeleteIdentityProvider", on: { poolARN($0.userPoolId, $1) }
            ),
            signed(
                listIdentityProviders, allows: "cognito-idp:ListIdentityProviders", on: { poolARN($0.userPoolId, $1) }),
            signed(
                getIdentityProviderByIdentifier, allows: "cognito-idp:GetIdentityProviderByIdentifier",
                on: { poolARN($0.userPoolId, $1) }),
            signed(
                adminLinkProviderForUser, allows: "cognito-idp:AdminLinkProviderForUser",
                on: { poolARN($0.userPoolId, $1) }),
            signed(
                adminDisableProviderForUser, allows: "cognito-idp:AdminDisableProviderForUser",
                on: { poolARN($0.userPoolId, $1) }),
        ]
    }

    private var brandingOperations: [Operation] {
        [
            signed(setUICustomization, allows: "cognito-idp:SetUICustomization", on: { poolARN($0.userPoolId, $1) }),
            signed(getUICustomization, allows: "cognito-idp:GetUICustomization", on: { poolARN($0.userPoolId, $1) }),
            signed(
                createManagedLoginBranding, allows: "cognito-idp:CreateManagedLoginBranding",
                on: { poolARN($0.userPoolId, $1) }, bodyLimit: BrandingInput.requestLimit),
            signed(
                updateManagedLoginBranding, allows: "cognito-idp:UpdateManagedLoginBranding",
                on: { poolARN($0.userPoolId ?? "", $1) }, bodyLimit: BrandingInput.requestLimit),
            signed(
                describeManagedLoginBranding, allows: "cognito-idp:DescribeManagedLoginBranding",
                on: { poolARN($0.userPoolId, $1) }),
            signed(
                describeManagedLoginBrandingByClient, allows: "cognito-idp:DescribeManagedLoginBrandingByClient",
                on: { poolARN($0.userPoolId, $1) }),
            signed(
                deleteManagedLoginBranding, allows: "cognito-idp:DeleteManagedLoginBranding",
                on: { poolARN($0.userPoolId, $1) }),
            signed(createTerms, allows: "cognito-idp:CreateTerms", on: { poolARN($0.userPoolId, $1) }),
            signed(updateTerms, allows: "cognito-idp:UpdateTerms", on: { poolARN($0.userPoolId, $1) }),
            signed(describeTerms, allows: "cognito-idp:DescribeTerms", on: { poolARN($0.userPoolId, $1) }),
            signed(deleteTerms, allows: "cognito-idp:DeleteTerms", on: { poolARN($0.userPoolId, $1) }),
            signed(listTerms, allows: "cognito-idp:ListTerms", on: { poolARN($0.userPoolId, $1) }),
        ]
    }

    private var importOperations: [Operation] {
        [
            signed(getCSVHeader, allows: "cognito-idp:GetCSVHeader", on: { poolARN($0.userPoolId, $1) }),
            signed(
                createUserImportJob,
                needs: {
                    try await permissions("CreateUserImportJob", $0.userPoolId, passing: $0.cloudWatchLogsRoleArn, $1)
                }),
            signed(
                describeUserImportJob, allows: "cognito-idp:DescribeUserImportJob", on: { poolARN($0.userPoolId, $1) }),
            signed(listUserImportJobs, allows: "cognito-idp:ListUserImportJobs", on: { poolARN($0.userPoolId, $1) }),
            signed(startUserImportJob, allows: "cognito-idp:StartUserImportJob", on: { poolARN($0.userPoolId, $1) }),
            signed(stopUserImportJob, allows: "cognito-idp:StopUserImportJob", on: { poolARN($0.userPoolId, $1) }),
        ]
    }
}
