import FoundationEssentials
import ServiceKit
import Storage
import StorageSQLite
import TestSupport
import Testing
import Wire

@Suite struct PoolTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    @Test func aNewPoolHasAWSDefaults() async throws {
        let made = try await directory.call("CreateUserPool", ["PoolName": "people"])
        let pool = try #require(made["UserPool"])
        let id = try #require(pool.text("Id"))
        #expect(id.hasPrefix("us-east-1_") && id.count == 19)
        #expect(pool.text("Arn") == "arn:aws:cognito-idp:us-east-1:000000000000:userpool/\(id)")
        #expect(pool["Policies"]?["PasswordPolicy"]?["MinimumLength"]?.int == 8)
        #expect(pool.text("MfaConfiguration") == "OFF")
        #expect(pool["SchemaAttributes"]?.array?.count == 21)
        let described = try await directory.call("DescribeUserPool", ["UserPoolId": .string(id)])
        #expect(described["UserPool"]?["Policies"] == pool["Policies"])
    }

    @Test(
        arguments: [
            (
                ["MfaConfiguration": "ON"],
                "SMS configuration and Auto verification for phone_number are required when MFA is required/optional"
            ),
            (
                ["LambdaConfig": ["KMSKeyID": "arn:aws:kms:us-east-1:000000000000:key/k"]],
                "KMSKeyID is not supported."
            ),
            (
                ["UserPoolAddOns": ["AdvancedSecurityMode": "ENFORCED"]],
                "AdvancedSecurityMode ENFORCED is not supported."
            ),
        ] as [(JSONValue, String)])
    func whatIsNotHonouredIsRefused(setting: JSONValue, expected: String) async throws {
        let input = (["PoolName": "people"] as JSONValue).merging(setting)
        #expect(try await directory.refusal("CreateUserPool", input) == "InvalidParameterException: \(expected)")
    }

    @Test func updatesReplaceTheSettings() async throws {
        let pool = try await directory.makePool(["AutoVerifiedAttributes": ["email"]])
        try await directory.call(
            "UpdateUserPool",
            [
                "UserPoolId": .string(pool), "DeletionProtection": "ACTIVE",
                "Policies": ["PasswordPolicy": ["MinimumLength": 12]],
            ])
        let described = try #require(
            try await directory.call("DescribeUserPool", ["UserPoolId": .string(pool)])["UserPool"])
        #expect(described["AutoVerifiedAttributes"] == nil)
        #expect(described["Policies"]?["PasswordPolicy"]?["MinimumLength"]?.int == 12)
        #expect(
            try await directory.refusal("DeleteUserPool", ["UserPoolId": .string(pool)])
                == "InvalidParameterException: The user pool cannot be deleted because deletion protection is "
                + "activated. Deletion protection must be inactivated first.")
    }

    @Test func aDeletedPoolIsGoneWithAllThatWasInIt() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        let tokens = try await directory.signIn(client)
        try await directory.call("DeleteUserPool", ["UserPoolId": .string(pool)])
        #expect(
            try await directory.refusal("DescribeUserPool", ["UserPoolId": .string(pool)])
                == "ResourceNotFoundException: User pool \(pool) does not exist.")
        #expect(
            try await directory.refusal("InitiateAuth", directory.signInInput(client))
                == "ResourceNotFoundException: User pool client \(client) does not exist.")
        #expect(
            try await directory.refusal("InitiateAuth", directory.refreshInput(client, try #require(tokens.refresh)))
                == "ResourceNotFoundException: User pool client \(client) does not exist.")
        let left = try await directory.store.write { transaction in
            while try Discarded.sweep(transaction, limit: 100) > 0 {}
            return try transaction.scan(
                ScanRange(from: [0x03, 0x00], to: [0x04, 0x00], maxEntries: 100, keysOnly: true)
            ).entries.count
        }
        #expect(left == 0)
    }

    @Test func poolsOfOthersAreNotThere() async throws {
        let pool = try await directory.makePool()
        let missing = "ResourceNotFoundException: User pool \(pool) does not exist."
        let input: JSONValue = ["UserPoolId": .string(pool)]
        #expect(try await directory.refusal("DescribeUserPool", input, as: Directory.otherAccount) == missing)
        #expect(try await directory.refusal("DescribeUserPool", input, region: "eu-west-1") == missing)
        #expect(try await directory.refusal("DeleteUserPool", input, as: Directory.otherAccount) == missing)
    }

    @Test func listsGoOnWhereTheyStopped() async throws {
        var made: Set<String> = []
        for _ in 0..<5 { made.insert(try await directory.makePool()) }
        var seen: [String] = []
        var token: JSONValue?
        repeat {
            var input: JSONValue = ["MaxResults": 2]
            if let token { input = input.merging(["NextToken": token]) }
            let page = try await directory.call("ListUserPools", input)
            seen += page["UserPools"]?.array?.compactMap { $0.text("Id") } ?? []
            token = page["NextToken"]
        } while token != nil
        #expect(seen.count == 5 && Set(seen) == made)
        #expect(
            try await directory.refusal("ListUserPools", ["MaxResults": 2, "NextToken": "forged"])
                == "InvalidParameterException: Invalid pagination token")
    }

    @Test func clientsAreListedUpdatedAndDeleted() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        let input: JSONValue = ["UserPoolId": .string(pool), "ClientId": .string(client)]
        let listed = try await directory.call("ListUserPoolClients", ["UserPoolId": .string(pool), "MaxResults": 10])
        #expect(listed["UserPoolClients"]?.array?.compactMap { $0.text("ClientId") } == [client])
        let updated = try await directory.call(
            "UpdateUserPoolClient", input.merging(["ClientName": "renamed", "RefreshTokenValidity": 1]))
        #expect(updated.text("UserPoolClient", "ClientName") == "renamed")
        // What is left out goes back to the default.
        #expect(
            updated["UserPoolClient"]?["ExplicitAuthFlows"]
                == ["ALLOW_CUSTOM_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
        try await directory.call("DeleteUserPoolClient", input)
        #expect(
            try await directory.refusal("DescribeUserPoolClient", input)
                == "ResourceNotFoundException: User pool client \(client) does not exist.")
    }

    @Test(
        arguments: [
            (
                ["AccessTokenValidity": 2, "TokenValidityUnits": ["AccessToken": "days"]],
                "Invalid range for token validity."
            ),
            (["SupportedIdentityProviders": ["Google"]], "The provider Google does not exist for User Pool"),
            (["CallbackURLs": ["http://example.com/"]], "http://example.com/ is not a valid redirect address."),
            (["WriteAttributes": ["email_verified"]], "Invalid write attributes specified while creating a client"),
        ] as [(JSONValue, String)])
    func clientSettingsThatCannotBe(setting: JSONValue, expected: String) async throws {
        let pool = try await directory.makePool()
        let input = (["UserPoolId": .string(pool), "ClientName": "app"] as JSONValue).merging(setting)
        #expect(
            try await directory.refusal("CreateUserPoolClient", input)
                .hasPrefix("InvalidParameterException: \(expected)"))
    }

    @Test func tags() async throws {
        let pool = try await directory.makePool(["UserPoolTags": ["team": "one"]])
        let arn = JSONValue.string("arn:aws:cognito-idp:us-east-1:000000000000:userpool/\(pool)")
        try await directory.call("TagResource", ["ResourceArn": arn, "Tags": ["stage": "test"]])
        try await directory.call("UntagResource", ["ResourceArn": arn, "TagKeys": ["team"]])
        let listed = try await directory.call("ListTagsForResource", ["ResourceArn": arn])
        #expect(listed["Tags"] == ["stage": "test"])
    }
}
