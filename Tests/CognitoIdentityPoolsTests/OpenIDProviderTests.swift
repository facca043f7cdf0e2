import CognitoIdentityPools
import FoundationEssentials
import ServiceKit
import Testing
import Wire

/// Providers that the account registered with IAM.
@Suite struct OpenIDProviderTests {
    let counter: Counter
    init() throws { counter = try Counter() }

    private func identity(_ pool: String, _ token: String) async throws -> String {
        let input: JSONValue = [
            "IdentityPoolId": .string(pool), "Logins": Counter.logins([Counter.openIDName: token]),
        ]
        return try await counter.call("GetId", input)["IdentityId"]?.string ?? ""
    }

    @Test func theirUsersGetInByTheProvidersURL() async throws {
        let pool = try await counter.makeOpenPool()
        let kim = try await identity(pool, "kim")
        #expect(kim.hasPrefix("us-east-1:"))
        #expect(try await identity(pool, "kim") == kim)
        try await counter.call(
            "GetCredentialsForIdentity", Counter.input(identity: kim, logins: [Counter.openIDName: "kim"]))
        #expect(
            counter.sessions.last?.claims["amr"] == [
                "authenticated", Counter.openIDName, Counter.openIDProvider + ":OIDC:kim",
            ])
        let described = try await counter.call("DescribeIdentity", ["IdentityId": .string(kim)])
        #expect(described["Logins"] == [.string(Counter.openIDName)])
    }

    @Test func aRoleMappingByTheProvidersARN() async throws {
        let pool = try await counter.makeOpenPool()
        let rules: JSONValue = [
            "Type": "Rules", "AmbiguousRoleResolution": "Deny",
            "RulesConfiguration": [
                "Rules": [
                    [
                        "Claim": "department", "MatchType": "Equals", "Value": "sales",
                        "RoleARN": .string(Counter.role("sales")),
                    ]
                ]
            ],
        ]
        try await counter.setRoles(pool, mappings: .object([.init(Counter.openIDProvider, rules)]))
        let kim = try await identity(pool, "kim")
        try await counter.call(
            "GetCredentialsForIdentity", Counter.input(identity: kim, logins: [Counter.openIDName: "kim"]))
        #expect(counter.sessions.last?.roleARN == Counter.role("sales"))
    }

    @Test(arguments: [
        ("forged", "Invalid login token. Token signature invalid."),
        ("endless", "Invalid login token. Missing a required claim: sub"),
    ])
    func tokensThatProveNothing(token: String, expected: String) async throws {
        let pool = try await counter.makeOpenPool()
        let input: JSONValue = [
            "IdentityPoolId": .string(pool), "Logins": Counter.logins([Counter.openIDName: token]),
        ]
        #expect(try await counter.refusal("GetId", input) == "NotAuthorizedException: \(expected)")
    }

    @Test func providersThatIAMDoesNotKnow() async throws {
        let arn = "arn:aws:iam::000000000000:oidc-provider/gone.example.com"
        let pool = try await counter.makePool(["OpenIdConnectProviderARNs": [.string(arn)]])
        let input: JSONValue = [
            "IdentityPoolId": .string(pool), "Logins": Counter.logins(["gone.example.com": "kim"]),
        ]
        #expect(
            try await counter.refusal("GetId", input)
                == "NotAuthorizedException: Token is not from a supported provider of this identity pool.")
    }

    @Test(arguments: [
        "arn:aws:iam::111111111111:oidc-provider/id.example.com", "arn:aws:iam::000000000000:saml-provider/corporate",
        "arn:aws:iam::000000000000:oidc-provider/", "https://id.example.com/people",
    ])
    func otherARNsAreRefused(arn: String) async throws {
        let input: JSONValue = [
            "IdentityPoolName": "people", "AllowUnauthenticatedIdentities": false,
            "OpenIdConnectProviderARNs": [.string(arn)],
        ]
        #expect(
            try await counter.refusal("CreateIdentityPool", input)
                == "InvalidParameterException: Invalid OpenIDConnect provider: \(arn)")
    }
}
