import IAMModel
import ServiceKit

/// IAM's table of contents, continued: the account itself, and its users' passwords.
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
