import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

@Suite struct UserTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    @Test func manyUsersArePagedCompletelyAndOnce() async throws {
        let pool = try await directory.makePool()
        for number in 0..<130 { try await create(pool, "user\(number)", ["email": "u\(number)@example.com"]) }
        let all = try await list(pool, nil)
        #expect(all.count == 130)
        #expect(Set(all).count == 130)
    }

    @Test(
        arguments: [
            ("email = \"ann@example.com\"", ["ann"]), ("email ^= \"ann\"", ["ann", "anna"]),
            ("username ^= \"b\"", ["bob"]), ("username = \"ann\"", ["ann"]),
            ("status = \"Disabled\"", ["bob"]),
            ("cognito:user_status = \"force_change_password\"", ["ann", "anna", "bob"]),
            ("given_name = \"A \\\"B\\\"\"", ["bob"]), ("email = \"none@example.com\"", []),
        ] as [(String, [String])])
    func filters(filter: String, expected: [String]) async throws {
        let pool = try await directory.makePool()
        try await create(pool, "ann", ["email": "ann@example.com"])
        try await create(pool, "anna", ["email": "anna@example.com"])
        try await create(pool, "bob", ["email": "bob@example.com", "given_name": "A \"B\""])
        try await directory.call("AdminDisableUser", ["UserPoolId": .string(pool), "Username": "bob"])
        #expect(try await list(pool, filter) == expected)
    }

    @Test(arguments: [(true, [String]()), (false, ["ann"])])
    func searchFollowsThePoolsCase(caseSensitive: Bool, expected: [String]) async throws {
        let pool = try await directory.makePool(["UsernameConfiguration": ["CaseSensitive": .bool(caseSensitive)]])
        try await create(pool, "ann", ["email": "Ann@example.com"])
        #expect(try await list(pool, "email = \"ann@example.com\"") == expected)
        #expect(try await list(pool, "email = \"Ann@example.com\"") == ["ann"])
    }

    @Test(arguments: ["email", "email = ann", "email > \"a\"", "email = \"a\" and"])
    func filtersThatDoNotParse(filter: String) async throws {
        let pool = try await directory.makePool()
        #expect(
            try await directory.refusal("ListUsers", ["UserPoolId": .string(pool), "Filter": .string(filter)])
                == "InvalidParameterException: Error while parsing filter.")
    }

    @Test func attributesToGet() async throws {
        let pool = try await directory.makePool()
        try await create(pool, "ann", ["email": "ann@example.com", "name": "Ann"])
        let page = try await directory.call(
            "ListUsers", ["UserPoolId": .string(pool), "AttributesToGet": ["email"]])
        let attributes = page["Users"]?.array?.first?["Attributes"]
        #expect(attributes == [["Name": "email", "Value": "ann@example.com"]])
    }

    @Test func passwordsAreChangedByTheirOwner() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        let token = JSONValue.string(try await directory.signIn(client).access)
        #expect(
            try await directory.refusal(
                "ChangePassword",
                ["AccessToken": token, "PreviousPassword": "Wrong-horse-7", "ProposedPassword": "New-horse-77"])
                == "NotAuthorizedException: Incorrect username or password.")
        try await directory.call(
            "ChangePassword",
            [
                "AccessToken": token, "PreviousPassword": .string(Directory.password),
                "ProposedPassword": "New-horse-77",
            ])
        _ = try await directory.signIn(client, password: "New-horse-77")
        try await directory.call("DeleteUser", ["AccessToken": token])
        #expect(
            try await directory.refusal("GetUser", ["AccessToken": token])
                == "UserNotFoundException: User does not exist.")
    }

    @Test func aChangedAddressIsUnverified() async throws {
        let pool = try await directory.makePool()
        try await create(pool, "ann", ["email": "ann@example.com", "email_verified": "true"])
        try await directory.call(
            "AdminUpdateUserAttributes",
            [
                "UserPoolId": .string(pool), "Username": "ann",
                "UserAttributes": Directory.attributes(["email": "new@example.com"]),
            ])
        let user = try await directory.call("AdminGetUser", ["UserPoolId": .string(pool), "Username": "ann"])
        #expect(user["UserAttributes"]?.array?.contains(["Name": "email_verified", "Value": "false"]) == true)
        #expect(try await list(pool, "email = \"ann@example.com\"").isEmpty)
    }

    @Test func aUserMadeAnewUnderTheOldNameIsAnother() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        let old = try await directory.signIn(client)
        try await directory.call("AdminDeleteUser", ["UserPoolId": .string(pool), "Username": "ann"])
        try await directory.makeUser(pool)
        #expect(
            try await directory.refusal("InitiateAuth", directory.refreshInput(client, try #require(old.refresh)))
                == "NotAuthorizedException: Refresh Token has been revoked")
        #expect(
            try await directory.refusal("GetUser", ["AccessToken": .string(old.access)])
                == "UserNotFoundException: User does not exist.")
    }

    @Test func administratorsSignUsersOut() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        let tokens = try await directory.signIn(client)
        try await directory.call("AdminUserGlobalSignOut", ["UserPoolId": .string(pool), "Username": "ann"])
        #expect(
            try await directory.refusal("GetUser", ["AccessToken": .string(tokens.access)])
                == "NotAuthorizedException: Access Token has been revoked")
    }

    @Test(arguments: ["AdminGetUser", "AdminDeleteUser", "AdminDisableUser", "AdminEnableUser", "AdminConfirmSignUp"])
    func unknownUsers(operation: String) async throws {
        let pool = try await directory.makePool()
        #expect(
            try await directory.refusal(operation, ["UserPoolId": .string(pool), "Username": "nobody"])
                == "UserNotFoundException: User does not exist.")
    }

    private func create(_ pool: String, _ name: String, _ attributes: [String: String]) async throws {
        try await directory.call(
            "AdminCreateUser",
            [
                "UserPoolId": .string(pool), "Username": .string(name), "MessageAction": "SUPPRESS",
                "UserAttributes": Directory.attributes(attributes),
            ])
    }

    private func list(_ pool: String, _ filter: String?) async throws -> [String] {
        var names: [String] = []
        var token: JSONValue?
        repeat {
            var input: JSONValue = ["UserPoolId": .string(pool)]
            if let filter { input = input.merging(["Filter": .string(filter)]) }
            if let token { input = input.merging(["PaginationToken": token]) }
            let page = try await directory.call("ListUsers", input)
            names += page["Users"]?.array?.compactMap { $0.text("Username") } ?? []
            token = page["PaginationToken"]
        } while token != nil
        return names
    }
}
