import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

@Suite struct AttributeTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    /// A pool that verifies addresses, with one user who signed in.
    private func story(_ more: JSONValue = [:]) async throws -> (pool: String, token: JSONValue) {
        let pool = try await directory.makePool(
            (["AutoVerifiedAttributes": ["email"]] as JSONValue).merging(more))
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(
            pool, attributes: ["email": "ann@example.com", "email_verified": "true", "name": "Ann"])
        return (pool, .string(try await directory.signIn(client).access))
    }

    private func update(_ token: JSONValue, _ attributes: [String: String]) -> JSONValue {
        ["AccessToken": token, "UserAttributes": Directory.attributes(attributes)]
    }

    private func verify(_ token: JSONValue, _ code: String) -> JSONValue {
        ["AccessToken": token, "AttributeName": "email", "Code": .string(code)]
    }

    private func attributes(_ token: JSONValue) async throws -> [String: String] {
        let user = try await directory.call("GetUser", ["AccessToken": token])
        let list = user["UserAttributes"]?.array ?? []
        return Dictionary(uniqueKeysWithValues: list.map { ($0.text("Name") ?? "", $0.text("Value") ?? "") })
    }

    @Test func aChangedAddressIsVerifiedByCode() async throws {
        let (_, token) = try await story()
        let reply = try await directory.call(
            "UpdateUserAttributes", update(token, ["email": "new@example.com", "name": "Anna"]))
        #expect(
            reply["CodeDeliveryDetailsList"]
                == [["Destination": "n***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email"]])
        var now = try await attributes(token)
        #expect(now["email"] == "new@example.com" && now["email_verified"] == "false" && now["name"] == "Anna")
        let code = directory.mail.lastCode
        #expect(directory.mail.all.last?.to == "new@example.com")
        let wrong = code == "000000" ? "000001" : "000000"
        #expect(
            try await directory.refusal("VerifyUserAttribute", verify(token, wrong))
                == "CodeMismatchException: Invalid verification code provided, please try again.")
        try await directory.call("VerifyUserAttribute", verify(token, code))
        now = try await attributes(token)
        #expect(now["email_verified"] == "true")
        #expect(
            try await directory.refusal("VerifyUserAttribute", verify(token, code))
                == "ExpiredCodeException: Invalid code provided, please request a code again.")
    }

    @Test func theOriginalStaysUntilTheNewAddressIsVerified() async throws {
        let (pool, token) = try await story([
            "AliasAttributes": ["email"],
            "UserAttributeUpdateSettings": ["AttributesRequireVerificationBeforeUpdate": ["email"]],
        ])
        try await directory.call("UpdateUserAttributes", update(token, ["email": "new@example.com"]))
        var now = try await attributes(token)
        #expect(now["email"] == "ann@example.com" && now["email_verified"] == "true")
        // Another code goes to the address that waits.
        let resent = try await directory.call(
            "GetUserAttributeVerificationCode", ["AccessToken": token, "AttributeName": "email"])
        #expect(resent.text("CodeDeliveryDetails", "Destination") == "n***@e***")
        try await directory.call("VerifyUserAttribute", verify(token, directory.mail.lastCode))
        now = try await attributes(token)
        #expect(now["email"] == "new@example.com" && now["email_verified"] == "true")
        let byAlias: JSONValue = ["UserPoolId": .string(pool), "Username": "new@example.com"]
        #expect(try await directory.call("AdminGetUser", byAlias).text("Username") == "ann")
        #expect(
            try await directory.refusal(
                "AdminGetUser", ["UserPoolId": .string(pool), "Username": "ann@example.com"])
                == "UserNotFoundException: User does not exist.")
    }

    @Test func anAdministratorMayVouchForAnAddress() async throws {
        let (pool, token) = try await story([
            "UserAttributeUpdateSettings": ["AttributesRequireVerificationBeforeUpdate": ["email"]]
        ])
        let sent = directory.mail.all.count
        try await directory.call(
            "AdminUpdateUserAttributes",
            [
                "UserPoolId": .string(pool), "Username": "ann",
                "UserAttributes": Directory.attributes(["email": "new@example.com", "email_verified": "true"]),
            ])
        let now = try await attributes(token)
        #expect(now["email"] == "new@example.com" && now["email_verified"] == "true")
        #expect(directory.mail.all.count == sent)
    }

    @Test func anAddressSomebodyProvedIsNotTaken() async throws {
        let (pool, token) = try await story(["AliasAttributes": ["email"]])
        try await directory.makeUser(
            pool, "bob", attributes: ["email": "bob@example.com", "email_verified": "true"])
        try await directory.call("UpdateUserAttributes", update(token, ["email": "bob@example.com"]))
        #expect(
            try await directory.refusal("VerifyUserAttribute", verify(token, directory.mail.lastCode))
                == "AliasExistsException: An account with the email already exists.")
    }

    @Test func clientsWriteWhatTheyMay() async throws {
        let (pool, token) = try await story()
        #expect(
            try await directory.refusal("UpdateUserAttributes", update(token, ["email_verified": "true"]))
                == "NotAuthorizedException: A client attempted to write unauthorized attribute")
        let narrow = try await directory.makeClient(
            pool, ["WriteAttributes": ["nickname"], "ReadAttributes": ["nickname"]])
        let other = JSONValue.string(try await directory.signIn(narrow).access)
        let refusal = "NotAuthorizedException: A client attempted to write unauthorized attribute"
        #expect(try await directory.refusal("UpdateUserAttributes", update(other, ["name": "Eve"])) == refusal)
        #expect(
            try await directory.refusal(
                "DeleteUserAttributes", ["AccessToken": other, "UserAttributeNames": ["name"]]) == refusal)
        try await directory.call("UpdateUserAttributes", update(other, ["nickname": "A"]))
        let seen = try await attributes(other)
        #expect(seen["nickname"] == "A" && seen["name"] == nil)
    }

    @Test func attributesAreTakenAway() async throws {
        let (pool, token) = try await story()
        try await directory.call(
            "DeleteUserAttributes", ["AccessToken": token, "UserAttributeNames": ["name"]])
        #expect(try await attributes(token)["name"] == nil)
        let input: JSONValue = ["UserPoolId": .string(pool), "Username": "ann"]
        try await directory.call("AdminDeleteUserAttributes", input.merging(["UserAttributeNames": ["email"]]))
        let now = try await attributes(token)
        #expect(now["email"] == nil && now["email_verified"] == nil)
        #expect(
            try await directory.refusal(
                "AdminDeleteUserAttributes", input.merging(["UserAttributeNames": ["custom:none"]]))
                == "InvalidParameterException: Attributes did not conform to the schema: custom:none: Attribute does "
                + "not exist in the schema.\n")
        #expect(
            try await directory.refusal("AdminDeleteUserAttributes", input.merging(["UserAttributeNames": ["sub"]]))
                == "InvalidParameterException: user.sub: Attribute cannot be deleted.")
    }

    @Test func customAttributesAreAdded() async throws {
        let (pool, token) = try await story()
        let input: JSONValue = ["UserPoolId": .string(pool)]
        let level: JSONValue = ["Name": "level", "AttributeDataType": "Number"]
        try await directory.call("AddCustomAttributes", input.merging(["CustomAttributes": [level]]))
        #expect(
            try await directory.refusal("AddCustomAttributes", input.merging(["CustomAttributes": [level]]))
                == "InvalidParameterException: custom:level: Existing attribute already has name custom:level.")
        try await directory.call("UpdateUserAttributes", update(token, ["custom:level": "3"]))
        #expect(try await attributes(token)["custom:level"] == "3")
        let more = (0..<25).map { ["Name": .string("more\($0)"), "AttributeDataType": "String"] as JSONValue }
        try await directory.call("AddCustomAttributes", input.merging(["CustomAttributes": .array(more)]))
        let most = (25..<50).map { ["Name": .string("more\($0)"), "AttributeDataType": "String"] as JSONValue }
        #expect(
            try await directory.refusal("AddCustomAttributes", input.merging(["CustomAttributes": .array(most)]))
                .hasPrefix("LimitExceededException: "))
    }

    @Test func aResetPasswordIsSetAnewByCode() async throws {
        let (pool, _) = try await story()
        let client = try await directory.makeClient(pool)
        let user: JSONValue = ["UserPoolId": .string(pool), "Username": "ann"]
        try await directory.call("AdminResetUserPassword", user)
        #expect(try await directory.call("AdminGetUser", user).text("UserStatus") == "RESET_REQUIRED")
        #expect(
            try await directory.refusal("InitiateAuth", directory.signInInput(client))
                == "PasswordResetRequiredException: Password reset required for the user")
        try await directory.call(
            "ConfirmForgotPassword",
            [
                "ClientId": .string(client), "Username": "ann", "Password": "New-horse-77",
                "ConfirmationCode": .string(directory.mail.lastCode),
            ])
        _ = try await directory.signIn(client, password: "New-horse-77")
        try await directory.makeUser(pool, "bob")
        #expect(
            try await directory.refusal("AdminResetUserPassword", user.merging(["Username": "bob"]))
                == "InvalidParameterException: Cannot reset password for the user as there is no registered/verified "
                + "email or phone_number")
    }
}
