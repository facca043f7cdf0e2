import FoundationEssentials
import ServiceKit
import Testing
import Wire

/// What each operation asks of IAM, as AWS's service authorization reference has it.
@Suite struct PermissionTests {
    let counter: Counter
    init() throws { counter = try Counter() }

    @Test(arguments: [
        "DescribeIdentityPool", "UpdateIdentityPool", "DeleteIdentityPool", "GetIdentityPoolRoles", "ListIdentities",
        "GetPrincipalTagAttributeMap", "GetOpenIdTokenForDeveloperIdentity", "LookupDeveloperIdentity",
        "MergeDeveloperIdentities", "UnlinkDeveloperIdentity",
    ])
    func thePoolAndItsTags(operation: String) async throws {
        let pool = try await counter.makePool(["IdentityPoolTags": ["team": "one"]])
        let input: JSONValue = [
            "IdentityPoolId": .string(pool), "IdentityPoolName": "people", "AllowUnauthenticatedIdentities": false,
            "MaxResults": 1, "IdentityProviderName": "p", "Logins": ["a": "b"], "SourceUserIdentifier": "a",
            "DestinationUserIdentifier": "b", "DeveloperProviderName": "d", "DeveloperUserIdentifier": "u",
            "IdentityId": "us-east-1:0",
        ]
        let needed = try #require(try await counter.permissions(operation, input).first)
        #expect(needed.action == "cognito-identity:\(operation)")
        #expect(needed.resource == "arn:aws:cognito-identity:us-east-1:000000000000:identitypool/\(pool)")
        #expect(needed.context == ["aws:ResourceTag/team": ["one"]])
        let strangers = try await counter.permissions(operation, input, as: Counter.otherAccount)
        #expect(strangers.first?.context == [:])
    }

    @Test func tagsOfTheRequest() async throws {
        let made = try await counter.permissions(
            "CreateIdentityPool",
            [
                "IdentityPoolName": "people", "AllowUnauthenticatedIdentities": false,
                "IdentityPoolTags": ["team": "one"],
            ])
        #expect(made.first?.resource == "*")
        #expect(made.first?.context == ["aws:RequestTag/team": ["one"], "aws:TagKeys": ["team"]])
        let pool = try await counter.makePool(["IdentityPoolTags": ["team": "one"]])
        let arn = "arn:aws:cognito-identity:us-east-1:000000000000:identitypool/\(pool)"
        let untagged = try await counter.permissions(
            "UntagResource", ["ResourceArn": .string(arn), "TagKeys": ["stage"]])
        #expect(untagged.first?.resource == arn)
        #expect(untagged.first?.context == ["aws:ResourceTag/team": ["one"], "aws:TagKeys": ["stage"]])
    }

    @Test func identitiesByTheirPool() async throws {
        let pool = try await counter.makePool()
        let ann = try await counter.identity(pool)
        let needed = try await counter.permissions("DescribeIdentity", ["IdentityId": .string(ann)])
        #expect(needed.first?.resource == "*")
        let arn = "arn:aws:cognito-identity:us-east-1:000000000000:identitypool/\(pool)"
        #expect(needed.first?.context == ["cognito-identity:IdentityPoolArn": [arn]])
        let deleting = try await counter.permissions(
            "DeleteIdentities", ["IdentityIdsToDelete": [.string(ann), "us-east-1:0"]])
        #expect(deleting.count == 1)
        #expect(deleting.first?.context == ["cognito-identity:IdentityPoolArn": [arn]])
    }

    @Test(arguments: ["SetIdentityPoolRoles", "SetPrincipalTagAttributeMap"])
    func operationsForWhichAWSNamesNoResource(operation: String) async throws {
        let needed = try await counter.permissions(
            operation, ["IdentityPoolId": "us-east-1:0", "IdentityProviderName": "p", "Roles": [:]])
        #expect(needed.map(\.resource) == ["*"])
    }

    @Test(arguments: ["GetId", "GetOpenIdToken", "GetCredentialsForIdentity", "UnlinkIdentity"])
    func loginsAreProofEnough(operation: String) async throws {
        let input: JSONValue = [
            "IdentityPoolId": "us-east-1:0", "IdentityId": "us-east-1:0", "Logins": ["a": "b"], "LoginsToRemove": ["a"],
        ]
        #expect(try await counter.permissions(operation, input).isEmpty)
    }

    @Test func aPoolOfAnotherAccountIsNotThere() async throws {
        let pool = try await counter.makePool()
        #expect(
            try await counter.refusal(
                "GetId", Counter.input(pool: pool, "ann").merging(["AccountId": "111111111111"]))
                == "ResourceNotFoundException: IdentityPool '\(pool)' not found.")
        let own = Counter.input(pool: pool, "ann").merging(["AccountId": "000000000000"])
        #expect(try await counter.refusal("GetId", own).hasPrefix("no error"))
    }
}
