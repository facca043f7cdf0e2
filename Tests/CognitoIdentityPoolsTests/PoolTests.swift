import CognitoIdentityPools
import CognitoIdentityPoolsModel
import ServiceKit
import Testing
import Wire

@Suite struct PoolTests {
    let counter: Counter
    init() throws { counter = try Counter() }

    @Test func poolsAreMadeDescribedUpdatedAndDeleted() async throws {
        let pool = try await counter.makePool(["IdentityPoolTags": ["team": "one"]])
        let id: JSONValue = ["IdentityPoolId": .string(pool)]
        let described = try await counter.call("DescribeIdentityPool", id)
        #expect(described["IdentityPoolName"]?.string == "people")
        #expect(described["CognitoIdentityProviders"]?.array?.first?["ClientId"]?.string == "client")
        #expect(described["IdentityPoolTags"] == ["team": "one"])
        try await counter.call(
            "UpdateIdentityPool",
            id.merging(["IdentityPoolName": "renamed", "AllowUnauthenticatedIdentities": true]))
        let updated = try await counter.call("DescribeIdentityPool", id)
        #expect(updated["IdentityPoolName"]?.string == "renamed")
        #expect(updated["CognitoIdentityProviders"] == nil)
        let identity = try await counter.identity(pool, nil)
        try await counter.call("DeleteIdentityPool", id)
        #expect(
            try await counter.refusal("DescribeIdentityPool", id)
                == "ResourceNotFoundException: IdentityPool '\(pool)' not found.")
        #expect(
            try await counter.refusal("GetCredentialsForIdentity", Counter.input(identity: identity, nil))
                == "ResourceNotFoundException: Identity '\(identity)' not found.")
    }

    @Test func rolesAreKept() async throws {
        let pool = try await counter.makePool()
        try await counter.setRoles(pool)
        let roles = try await counter.call("GetIdentityPoolRoles", ["IdentityPoolId": .string(pool)])
        #expect(roles["Roles"]?["authenticated"]?.string == Counter.role("members"))
        #expect(
            try await counter.refusal(
                "SetIdentityPoolRoles",
                ["IdentityPoolId": .string(pool), "Roles": ["authenticated": "not a role at all, really"]])
                == "InvalidParameterException: not a role at all, really is not a valid role ARN.")
    }

    @Test func poolsOfOthersAreNotThere() async throws {
        let pool = try await counter.makePool()
        #expect(
            try await counter.refusal(
                "DescribeIdentityPool", ["IdentityPoolId": .string(pool)], as: Counter.otherAccount)
                == "ResourceNotFoundException: IdentityPool '\(pool)' not found.")
    }

    @Test(
        arguments: [
            (["SupportedLoginProviders": ["graph.facebook.com": "1"]], "SupportedLoginProviders"),
            (["SamlProviderARNs": ["arn:aws:iam::000000000000:saml-provider/corporate"]], "SamlProviderARNs"),
        ] as [(JSONValue, String)])
    func providersNotServedAreRefused(setting: JSONValue, member: String) async throws {
        let input = (["IdentityPoolName": "people", "AllowUnauthenticatedIdentities": false] as JSONValue)
            .merging(setting)
        #expect(try await counter.refusal("CreateIdentityPool", input).hasSuffix("\(member) is not supported."))
    }

    @Test func listsAndTags() async throws {
        var made: Set<String> = []
        for _ in 0..<3 { made.insert(try await counter.makePool()) }
        let page = try await counter.call("ListIdentityPools", ["MaxResults": 60])
        #expect(Set(page["IdentityPools"]?.array?.compactMap { $0["IdentityPoolId"]?.string } ?? []) == made)
        let pool = try #require(made.first)
        let arn = JSONValue.string("arn:aws:cognito-identity:us-east-1:000000000000:identitypool/\(pool)")
        try await counter.call("TagResource", ["ResourceArn": arn, "Tags": ["stage": "test", "team": "one"]])
        try await counter.call("UntagResource", ["ResourceArn": arn, "TagKeys": ["team"]])
        #expect(try await counter.call("ListTagsForResource", ["ResourceArn": arn])["Tags"] == ["stage": "test"])
    }

    /// What the model serves and what the service's table lists are the same.
    @Test func everyServedOperationHasItsLine() {
        let operations = counter.service.operations
        #expect(
            operations.map(\.model.name).sorted()
                == CognitoIdentityPoolsOperations.served.map { $0.operation.name }.sorted())
        for operation in operations { #expect((operation.access == .open) == operation.model.isUnsigned) }
    }
}
