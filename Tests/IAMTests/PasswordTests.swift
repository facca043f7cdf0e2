import IAM
import ServiceKit
import TestSupport
import Testing

@Suite struct PasswordTests {
    let house: House
    init() throws { house = try House() }

    private let password = "Correct-horse-7"

    private func make(_ password: String? = nil, reset: String = "false") async throws -> Answer {
        try await house.call(
            "CreateLoginProfile",
            ["UserName": "ada", "Password": password ?? self.password, "PasswordResetRequired": reset])
    }

    private func change(_ caller: Caller, _ old: String, _ new: String) async throws {
        try await house.call("ChangePassword", ["OldPassword": old, "NewPassword": new], as: caller)
    }

    private func rules(_ members: KeyValuePairs<String, String>) async throws {
        _ = try await house.call(
            "UpdateAccountPasswordPolicy", pairs: members.map { ($0.key, $0.value) }, as: nil)
    }

    @Test func aUserGetsAPassword() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        await expectRefusal("NoSuchEntity", "Login Profile for User ada cannot be found.", status: 404) {
            try await house.call("GetLoginProfile", ["UserName": "ada"])
        }
        let made = try await make(reset: "true")
        #expect(made["UserName"] == "ada" && made["PasswordResetRequired"] == "true")
        #expect(made["CreateDate"] == "2025-11-24T16:00:00Z" && !made.text.contains(password))
        await expectRefusal("EntityAlreadyExists", "Login Profile for user ada already exists.", status: 409) {
            _ = try await make()
        }
        try await house.call("UpdateLoginProfile", ["UserName": "ada", "PasswordResetRequired": "false"])
        let found = try await house.call("GetLoginProfile", ["UserName": "ada"])
        #expect(found["PasswordResetRequired"] == "false")
        await expectRefusal("DeleteConflict", "Cannot delete entity, must delete login profile first.", status: 409) {
            try await house.call("DeleteUser", ["UserName": "ada"])
        }
        try await house.call("DeleteLoginProfile", ["UserName": "ada"])
        try await house.call("DeleteUser", ["UserName": "ada"])
    }

    @Test(arguments: ["GetLoginProfile", "UpdateLoginProfile", "DeleteLoginProfile"])
    func whoHasNone(_ operation: String) async throws {
        await expectRefusal("NoSuchEntity", "The user with name nobody cannot be found.", status: 404) {
            try await house.call(operation, ["UserName": "nobody", "Password": password])
        }
        try await house.call("CreateUser", ["UserName": "ada"])
        await expectRefusal("NoSuchEntity", "Login Profile for User ada cannot be found.", status: 404) {
            try await house.call(operation, ["UserName": "ada", "Password": password])
        }
        await expectRefusal("ValidationError", status: 400) {
            try await house.call("CreateLoginProfile", ["UserName": "ada"])
        }
    }

    @Test(arguments: [
        ("Short-7", "Password should have a minimum length of 8"),
        ("only-small-letters", "Password does not conform to the account password policy."),
        ("main@example.com", "Password does not conform to the account password policy."),
    ])
    func withoutAPolicyAWSsOwnIsKept(_ weak: String, _ sentence: String) async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        await expectRefusal("PasswordPolicyViolation", sentence, status: 400) { _ = try await make(weak) }
        await expectRefusal("NoSuchEntity") { try await house.call("GetLoginProfile", ["UserName": "ada"]) }
    }

    @Test func theAccountsPolicyIsKept() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        try await rules([
            "MinimumPasswordLength": "10", "RequireSymbols": "true", "RequireNumbers": "true",
            "RequireUppercaseCharacters": "true", "RequireLowercaseCharacters": "true",
        ])
        let weak = [
            ("Short-7", "Password should have a minimum length of 10"),
            ("no-capitals-7", "Password should have at least one uppercase letter"),
            ("NO-SMALL-ONES-7", "Password should have at least one lowercase letter"),
            ("No-number-at-all", "Password should have at least one number"),
            ("NoSymbolAtAll7", "Password should have at least one symbol"),
        ]
        for (text, sentence) in weak {
            await expectRefusal("PasswordPolicyViolation", sentence, status: 400) { _ = try await make(text) }
        }
        _ = try await make()
        await expectRefusal("PasswordPolicyViolation") {
            try await house.call("UpdateLoginProfile", ["UserName": "ada", "Password": "short"])
        }
    }

    @Test func aPolicyIsSetWholeAndTakenAway() async throws {
        let missing = "The Password Policy with domain name 111122223333 cannot be found."
        await expectRefusal("NoSuchEntity", missing, status: 404) {
            try await house.call("GetAccountPasswordPolicy")
        }
        await expectRefusal("NoSuchEntity", missing) { try await house.call("DeleteAccountPasswordPolicy") }
        try await rules(["MaxPasswordAge": "90", "RequireSymbols": "true", "PasswordReusePrevention": "5"])
        let full = try await house.call("GetAccountPasswordPolicy")
        #expect(full["MinimumPasswordLength"] == "6" && full["RequireSymbols"] == "true")
        #expect(full["ExpirePasswords"] == "true" && full["MaxPasswordAge"] == "90")
        #expect(full["PasswordReusePrevention"] == "5" && full["AllowUsersToChangePassword"] == "false")
        // What is not named goes back to its standard.
        try await rules(["MinimumPasswordLength": "12"])
        let again = try await house.call("GetAccountPasswordPolicy")
        #expect(again["ExpirePasswords"] == "false" && again["MaxPasswordAge"] == nil)
        #expect(again["RequireSymbols"] == "false" && again["MinimumPasswordLength"] == "12")
        await expectRefusal("ValidationError") { try await rules(["MinimumPasswordLength": "5"]) }
        await expectRefusal("NoSuchEntity") {
            try await house.call("GetAccountPasswordPolicy", as: .root(House.otherAccount))
        }
        try await house.call("DeleteAccountPasswordPolicy")
        await expectRefusal("NoSuchEntity", missing) { try await house.call("GetAccountPasswordPolicy") }
    }

    @Test func aUserChangesItsOwnPassword() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("iam:ChangePassword"))
        await expectRefusal("NoSuchEntity", "Login Profile for User ada cannot be found.") {
            try await change(ada, password, "Another-one-8")
        }
        _ = try await make(reset: "true")
        await expectRefusal("AccessDenied", "The old password was incorrect.", status: 403) {
            try await change(ada, "Wrong-one-9", "Another-one-8")
        }
        await expectRefusal("PasswordPolicyViolation") { try await change(ada, password, "weak") }
        try await change(ada, password, "Another-one-8")
        #expect(try await house.call("GetLoginProfile", ["UserName": "ada"])["PasswordResetRequired"] == "false")
        await expectRefusal("AccessDenied") { try await change(ada, password, "A-third-one-9") }
        await expectRefusal("InvalidUserType", status: 400) {
            try await change(house.root, password, "A-third-one-9")
        }
    }

    @Test func theAccountMayLetItsUsersChangeThem() async throws {
        let ada = try await house.user("ada")
        let eve = try await house.user("eve", allowing: Policies.deny("iam:ChangePassword"))
        _ = try await make()
        await expectRefusal("AccessDenied", status: 403) { try await change(ada, password, "Another-one-8") }
        await expectRefusal("AccessDenied") { try await house.call("GetAccountPasswordPolicy", as: ada) }
        try await rules(["AllowUsersToChangePassword": "true"])
        try await change(ada, password, "Another-one-8")
        #expect(
            try await house.call("GetAccountPasswordPolicy", as: ada)["AllowUsersToChangePassword"] == "true")
        // Whom a policy denies it stays denied.
        await expectRefusal("AccessDenied", status: 403) { try await change(eve, password, "Another-one-8") }
    }

    @Test func formerPasswordsAreRememberedAsManyAsThePolicySays() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("iam:ChangePassword"))
        _ = try await make("Number-one-1")
        try await rules(["PasswordReusePrevention": "2", "MinimumPasswordLength": "8"])
        try await change(ada, "Number-one-1", "Number-two-2")
        for former in ["Number-one-1", "Number-two-2"] {
            await expectRefusal(
                "PasswordPolicyViolation", "Password does not conform to the account password policy."
            ) { try await change(ada, "Number-two-2", former) }
        }
        try await change(ada, "Number-two-2", "Number-three-3")
        try await change(ada, "Number-three-3", "Number-one-1")
    }

    @Test func withoutAnEngineThereAreNoPasswords() async throws {
        let house = try House(passwords: NoPasswords())
        try await house.call("CreateUser", ["UserName": "ada"])
        await expectRefusal("ServiceFailure", status: 500) {
            try await house.call("CreateLoginProfile", ["UserName": "ada", "Password": password])
        }
    }

    @Test func theLastUseIsShown() async throws {
        let ada = try await house.user("ada")
        _ = try await make()
        #expect(try await house.call("GetUser", ["UserName": "ada"])["PasswordLastUsed"] == nil)
        house.clock.advance(bySeconds: 60)
        try await house.iam.notePasswordUse(userID: ada.userID, at: house.clock.now)
        #expect(
            try await house.call("GetUser", ["UserName": "ada"])["PasswordLastUsed"] == "2025-11-24T16:01:00Z")
        #expect(try await house.call("ListUsers")["PasswordLastUsed"] == "2025-11-24T16:01:00Z")
    }
}
