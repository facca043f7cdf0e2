import IAMModel
import ServiceKit

/// IAM's table of contents, continued: the account itself, its users' passwords and devices.
extension IAM {
    var account: [Operation] {
        [
            signed(createAccountAlias) { onAccount("CreateAccountAlias", $1) },
            signed(deleteAccountAlias) { onAccount("DeleteAccountAlias", $1) },
            signed(listAccountAliases) { onAccount("ListAccountAliases", $1) },
            signed(getAccountSummary) { onAccount("GetAccountSummary", $1) },
            signed(getAccountAuthorizationDetails) { onAccount("GetAccountAuthorizationDetails", $1) },
            signed(generateCredentialReport) { onAccount("GenerateCredentialReport", $1) },
            signed(getCredentialReport) { onAccount("GetCredentialReport", $1) },
            signed(updateAccountPasswordPolicy) { onAccount("UpdateAccountPasswordPolicy", $1) },
            signed(getAccountPasswordPolicy, needs: seeingPasswordPolicy),
            signed(deleteAccountPasswordPolicy) { onAccount("DeleteAccountPasswordPolicy", $1) },
        ]
    }

    var mfaDevices: [Operation] {
        [
            signed(createVirtualMFADevice) { input, call in
                making(
                    "CreateVirtualMFADevice", "mfa", path: input.path, name: input.virtualMFADeviceName, call,
                    keys: Self.keys(tags: input.tags))
            },
            signed(deleteVirtualMFADevice) {
                try await onMFADevice("DeleteVirtualMFADevice", $0.serialNumber, $1)
            },
            signed(listVirtualMFADevices) { onAccount("ListVirtualMFADevices", $1) },
            signed(enableMFADevice) { try await onUser("EnableMFADevice", $0.userName, $1) },
            signed(deactivateMFADevice) { try await onUserOrCaller("DeactivateMFADevice", $0.userName, $1) },
            signed(resyncMFADevice) { try await onUser("ResyncMFADevice", $0.userName, $1) },
            signed(listMFADevices) { try await onUserOrCaller("ListMFADevices", $0.userName, $1) },
            signed(getMFADevice) { try await onUserOrCaller("GetMFADevice", $0.userName, $1) },
            signed(tagMFADevice) {
                try await onMFADevice("TagMFADevice", $0.serialNumber, $1, keys: Self.keys(tags: $0.tags))
            },
            signed(untagMFADevice) {
                try await onMFADevice(
                    "UntagMFADevice", $0.serialNumber, $1, keys: ["aws:TagKeys": $0.tagKeys])
            },
            signed(listMFADeviceTags) { try await onMFADevice("ListMFADeviceTags", $0.serialNumber, $1) },
        ]
    }

    var loginProfiles: [Operation] {
        [
            signed(createLoginProfile) { try await onUserOrCaller("CreateLoginProfile", $0.userName, $1) },
            signed(getLoginProfile) { try await onUserOrCaller("GetLoginProfile", $0.userName, $1) },
            signed(updateLoginProfile) { try await onUser("UpdateLoginProfile", $0.userName, $1) },
            signed(deleteLoginProfile) { try await onUserOrCaller("DeleteLoginProfile", $0.userName, $1) },
            signed(changePassword, needs: changingPassword),
        ]
    }
}
