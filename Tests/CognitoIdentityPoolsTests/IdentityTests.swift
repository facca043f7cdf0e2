import FoundationEssentials
import ServiceKit
import Testing
import Wire

@Suite struct IdentityTests {
    let counter: Counter
    init() throws { counter = try Counter() }

    @Test func oneIdentityForOneLogin() async throws {
        let pool = try await counter.makePool()
        let first = try await counter.identity(pool)
        #expect(first.hasPrefix("us-east-1:"))
        #expect(try await counter.identity(pool) == first)
        #expect(try await counter.identity(pool, "bob") != first)
        let other = try await counter.makePool()
        #expect(try await counter.identity(other) != first)
        let described = try await counter.call("DescribeIdentity", ["IdentityId": .string(first)])
        #expect(described["Logins"] == [.string(Counter.provider)])
    }

    @Test func manyAtOnceGetTheSameIdentity() async throws {
        let pool = try await counter.makePool()
        let found = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await counter.identity(pool) } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(found.count == 1)
    }

    @Test(arguments: [
        ("forged", "Invalid login token. Token signature invalid."),
        ("expired", "Invalid login token. Token expired: 1795000000 >= 0"),
        ("access", "Invalid login token. Missing a required claim: aud"),
        ("other-client", "Token is not from a supported provider of this identity pool."),
    ])
    func loginsThatDoNotProve(token: String, expected: String) async throws {
        let pool = try await counter.makePool()
        let identity = try await counter.identity(pool)
        #expect(
            try await counter.refusal("GetId", Counter.input(pool: pool, token))
                == "NotAuthorizedException: \(expected)")
        for operation in ["GetOpenIdToken", "GetCredentialsForIdentity"] {
            #expect(
                try await counter.refusal(operation, Counter.input(identity: identity, token))
                    == "NotAuthorizedException: \(expected)")
        }
    }

    /// AWS takes a token until it ends, unless the pool asks it to look at the server.
    @Test func signedOutTokensCountOnlyWhereTheServerIsAsked() async throws {
        let lenient = try await counter.makePool()
        #expect(try await counter.identity(lenient, "signed-out").hasPrefix("us-east-1:"))
        let strict = try await counter.makePool([
            "CognitoIdentityProviders": [
                [
                    "ProviderName": .string(Counter.provider), "ClientId": "client", "ServerSideTokenCheck": true,
                ]
            ]
        ])
        #expect(
            try await counter.refusal("GetId", Counter.input(pool: strict, "signed-out"))
                == "NotAuthorizedException: Invalid login token. Token has been revoked.")
    }

    @Test(arguments: [
        ("graph.facebook.com", "Token is not from a supported provider of this identity pool."),
        (
            "cognito-idp.us-east-1.amazonaws.com/us-east-1_BBBBBBBBB",
            "Token is not from a supported provider of this identity pool."
        ),
    ])
    func providersThePoolDoesNotTake(provider: String, expected: String) async throws {
        let pool = try await counter.makePool()
        let input: JSONValue = [
            "IdentityPoolId": .string(pool), "Logins": .object([.init(provider, "ann")]),
        ]
        #expect(try await counter.refusal("GetId", input) == "NotAuthorizedException: \(expected)")
    }

    @Test func guestsOnlyWhereThePoolLetsThemIn() async throws {
        let closed = try await counter.makePool()
        #expect(
            try await counter.refusal("GetId", ["IdentityPoolId": .string(closed)])
                == "NotAuthorizedException: Unauthenticated access is not supported for this identity pool.")
        let open = try await counter.makePool(["AllowUnauthenticatedIdentities": true])
        #expect(try await counter.identity(open, nil) != (try await counter.identity(open, nil)))
    }

    @Test func anIdentityIsItsOwnersAlone() async throws {
        let pool = try await counter.makePool(["AllowUnauthenticatedIdentities": true])
        try await counter.setRoles(pool)
        let ann = try await counter.identity(pool, "ann")
        #expect(
            try await counter.refusal("GetCredentialsForIdentity", Counter.input(identity: ann, "bob"))
                == "NotAuthorizedException: Logins don't match. Please include at least one valid login for this "
                + "identity or identity pool.")
        #expect(
            try await counter.refusal("GetCredentialsForIdentity", Counter.input(identity: ann, nil))
                == "NotAuthorizedException: Access to Identity '\(ann)' is forbidden.")
    }

    @Test func aGuestWhoSignsInKeepsTheirIdentity() async throws {
        let pool = try await counter.makePool(["AllowUnauthenticatedIdentities": true])
        try await counter.setRoles(pool)
        let guest = try await counter.identity(pool, nil)
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: guest, "ann"))
        #expect(try await counter.identity(pool, "ann") == guest)
        #expect(counter.sessions.last?.roleARN == Counter.role("members"))
    }

    @Test func identitiesAreListedAndDeleted() async throws {
        let pool = try await counter.makePool()
        var made: Set<String> = []
        for name in ["ann", "bob", "eve"] { made.insert(try await counter.identity(pool, name)) }
        let first = try await counter.call("ListIdentities", ["IdentityPoolId": .string(pool), "MaxResults": 2])
        let second = try await counter.call(
            "ListIdentities",
            ["IdentityPoolId": .string(pool), "MaxResults": 2, "NextToken": try #require(first["NextToken"])])
        let listed = [first, second].flatMap { $0["Identities"]?.array ?? [] }.compactMap { $0["IdentityId"]?.string }
        #expect(listed.count == 3 && Set(listed) == made)
        #expect(second["NextToken"] == nil)
        let ids = JSONValue.array(made.sorted().map { .string($0) })
        let refused = try await counter.call(
            "DeleteIdentities", ["IdentityIdsToDelete": ids], as: Counter.otherAccount)
        #expect(refused["UnprocessedIdentityIds"]?.array?.count == 3)
        try await counter.call("DeleteIdentities", ["IdentityIdsToDelete": ids])
        let id = try #require(listed.first)
        #expect(
            try await counter.refusal("DescribeIdentity", ["IdentityId": .string(id)])
                == "ResourceNotFoundException: Identity '\(id)' not found.")
    }
}
