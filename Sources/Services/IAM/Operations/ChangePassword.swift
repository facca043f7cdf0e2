import IAMModel
import PolicyEngine
import ServiceKit
import Storage
import Wire

extension IAM {
    /// A user's own password, by whoever signs with the user's keys and knows the old one.
    func changePassword(_ input: ChangePasswordRequest, _ call: Call) async throws -> ChangePasswordResponse {
        guard case .user(let caller) = call.caller else { throw ServiceError.notAUser }
        let account = call.accountID
        let (profile, rules) = try await store.read { snapshot in
            let user = try snapshot.require(UserRecord.self, caller.userName, in: account)
            return (
                try snapshot.require(loginProfileOf: user), try snapshot.account(account).passwordRules
            )
        }
        try wrongTries.begin(caller.userID, at: call.time)
        let isRight = try await passwords.verify(input.oldPassword, against: profile.hash)
        guard isRight else {
            throw ServiceError.accessDenied("The old password was incorrect.")
        }
        wrongTries.forget(caller.userID, at: call.time)
        let hash = try await hash(input.newPassword, rules, replacing: profile, call)
        try await replacePassword(of: profile, with: hash, mustBeReset: false, at: call.time)
        return ChangePasswordResponse()
    }

    /// On nobody but itself.
    func changingPassword(_ input: ChangePasswordRequest, _ call: Call) async throws -> [Permission] {
        [
            Permission(
                "iam:ChangePassword", on: call.caller.arn, in: call.accountID,
                resourcePolicy: try await policyOfOwnPassword(call))
        ]
    }

    func seeingPasswordPolicy(
        _ input: GetAccountPasswordPolicyRequest, _ call: Call
    ) async throws -> [Permission] {
        [
            Permission(
                "iam:GetAccountPasswordPolicy", on: "*", in: call.accountID,
                resourcePolicy: try await policyOfOwnPassword(call))
        ]
    }

    /// Where the account lets its users change their passwords, they need no permission for it. Whom a
    /// policy denies it stays denied.
    private func policyOfOwnPassword(_ call: Call) async throws -> NamedPolicy? {
        guard case .user(let user) = call.caller else { return nil }
        let rules = try await store.read { try $0.account(user.accountID).passwordRules }
        guard rules?.allowsUsersToChange == true else { return nil }
        let policy: JSONValue = [
            "Version": "2012-10-17",
            "Statement": [
                "Effect": "Allow", "Principal": ["AWS": .string(user.userID)],
                "Action": .array(["iam:ChangePassword", "iam:GetAccountPasswordPolicy"]), "Resource": "*",
            ],
        ]
        let text = String(decoding: policy.serialized(), as: UTF8.self)
        return NamedPolicy("account password policy", try PolicyDocument(parsing: text, as: .resource))
    }
}
