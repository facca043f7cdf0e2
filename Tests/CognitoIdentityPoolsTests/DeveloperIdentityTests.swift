import CognitoIdentityPools
import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

/// Users for whom the developer's own backend vouches.
@Suite struct DeveloperIdentityTests {
    let counter: Counter
    init() throws { counter = try Counter() }

    private let own = "cognito-identity.amazonaws.com"

    @Test func theBackendRegistersAUserAndTheirAppGetsCredentials() async throws {
        let pool = try await counter.makeOpenPool()
        let made = try await counter.developerIdentity(pool, "kim")
        #expect(made.id.hasPrefix("us-east-1:"))
        #expect(try await counter.developerIdentity(pool, "kim").id == made.id)
        #expect(try await counter.developerIdentity(pool, "lee").id != made.id)
        let methods = ["authenticated", Counter.developer, "\(Counter.developer):\(pool):kim"]
        let claims = try counter.claims(made.token)
        #expect(claims["amr"] == .array(methods.map { .string($0) }))
        #expect(claims["sub"]?.string == made.id)
        #expect(claims["aud"]?.string == pool)
        #expect(claims["exp"]?.int == 1_795_000_900)

        let reply = try await counter.call(
            "GetCredentialsForIdentity", Counter.input(identity: made.id, logins: [own: made.token]))
        #expect(reply["IdentityId"]?.string == made.id)
        let asked = try #require(counter.sessions.last)
        #expect(asked.roleARN == Counter.role("members"))
        #expect(asked.claims == ["aud": [pool], "sub": [made.id], "amr": methods])
        #expect(asked.sessionPolicies == nil)
        let described = try await counter.call("DescribeIdentity", ["IdentityId": .string(made.id)])
        #expect(described["Logins"] == [.string(Counter.developer)])
    }

    @Test func stsKnowsTheTokenWithItsTags() async throws {
        let pool = try await counter.makeOpenPool()
        let made = try await counter.developerIdentity(
            pool, "kim", ["PrincipalTags": ["team": "blue"], "TokenDuration": 86400])
        let verified = try await counter.service.verify(
            made.token, issuer: nil, at: counter.clock.now.addingTimeInterval(86_399))
        #expect(verified?.subject == made.id)
        #expect(verified?.claims["amr"]?.last == "\(Counter.developer):\(pool):kim")
        #expect(verified?.principalTags == ["team": "blue"])
        await #expect(throws: TokenRefusal.expired) {
            try await counter.service.verify(
                made.token, issuer: nil, at: counter.clock.now.addingTimeInterval(86_400))
        }
        try await counter.call(
            "GetCredentialsForIdentity", Counter.input(identity: made.id, logins: [own: made.token]))
        #expect(counter.sessions.last?.tags == ["team": "blue"])
    }

    /// Else a token that is about to end could be kept alive for ever.
    @Test func aTokenMadeWithATokenDoesNotOutliveIt() async throws {
        let pool = try await counter.makeOpenPool()
        let made = try await counter.developerIdentity(pool, "kim", ["TokenDuration": 60])
        let reply = try await counter.call(
            "GetOpenIdToken", Counter.input(identity: made.id, logins: [own: made.token]))
        let claims = try counter.claims(try #require(reply["Token"]?.string))
        #expect(claims["exp"]?.int == 1_795_000_060)
        #expect(claims["amr"] == (try counter.claims(made.token))["amr"])
    }

    @Test func aTokenIsOfOneIdentityAndOnePool() async throws {
        let pool = try await counter.makeOpenPool()
        let kim = try await counter.developerIdentity(pool, "kim")
        let lee = try await counter.developerIdentity(pool, "lee")
        #expect(
            try await counter.refusal(
                "GetCredentialsForIdentity", Counter.input(identity: lee.id, logins: [own: kim.token])
            )
            .hasPrefix("NotAuthorizedException: Logins don't match."))
        let other = try await counter.developerIdentity(try await counter.makeOpenPool(), "kim")
        #expect(
            try await counter.refusal(
                "GetCredentialsForIdentity", Counter.input(identity: kim.id, logins: [own: other.token]))
                == "NotAuthorizedException: Token is not from a supported provider of this identity pool.")
        let pieces = kim.token.split(separator: ".")
        #expect(
            try await counter.refusal(
                "GetCredentialsForIdentity",
                Counter.input(identity: kim.id, logins: [own: "\(pieces[0]).\(pieces[1]).AAAA"]))
                == "NotAuthorizedException: Invalid login token. Token signature invalid.")
        #expect(
            try await counter.refusal(
                "GetId", ["IdentityPoolId": .string(pool), "Logins": Counter.logins([own: kim.token])])
                == "NotAuthorizedException: Invalid login token. Can't pass in a Cognito token.")
    }

    @Test func onlyTheBackendVouches() async throws {
        let pool = try await counter.makeOpenPool()
        let kim = try await counter.developerIdentity(pool, "kim")
        let logins = [Counter.developer: "kim"]
        for operation in ["GetCredentialsForIdentity", "GetOpenIdToken"] {
            #expect(
                try await counter.refusal(operation, Counter.input(identity: kim.id, logins: logins))
                    == "InvalidParameterException: Please provide a valid public provider")
            #expect(
                try await counter.refusal(operation, ["IdentityId": .string(kim.id)])
                    == "NotAuthorizedException: Access to Identity '\(kim.id)' is forbidden.")
        }
        let without = try await counter.makePool()
        #expect(
            try await counter.refusal("GetOpenIdTokenForDeveloperIdentity", Counter.developer(without, "kim"))
                == "InvalidParameterException: This identity pool does not support the specified developer provider")
    }

    @Test(
        arguments: [
            ["TokenDuration": 86401], ["TokenDuration": 0], ["PrincipalTags": ["aws:team": "x"]],
            ["PrincipalTags": ["team": "<script>"]], ["Logins": [:]],
        ] as [JSONValue])
    func badInputMakesNothing(more: JSONValue) async throws {
        let pool = try await counter.makeOpenPool()
        let refusal = try await counter.refusal(
            "GetOpenIdTokenForDeveloperIdentity", Counter.developer(pool, "kim", more))
        #expect(refusal.hasPrefix("InvalidParameterException: ") || refusal.hasPrefix("ValidationException: "))
        let listed = try await counter.call("ListIdentities", ["IdentityPoolId": .string(pool), "MaxResults": 60])
        #expect(listed["Identities"] == [])
    }

    @Test func aUserIsOfOneIdentityAlone() async throws {
        let pool = try await counter.makeOpenPool()
        _ = try await counter.developerIdentity(pool, "kim")
        let lee = try await counter.developerIdentity(pool, "lee")
        #expect(
            try await counter.refusal(
                "GetOpenIdTokenForDeveloperIdentity",
                Counter.developer(pool, "kim", ["IdentityId": .string(lee.id)])
            )
            .hasPrefix("DeveloperUserAlreadyRegisteredException: "))
        // A new user of an identity takes one of its own logins as well.
        #expect(
            try await counter.refusal(
                "GetOpenIdTokenForDeveloperIdentity",
                Counter.developer(pool, "new", ["IdentityId": .string(lee.id)])
            )
            .hasPrefix("NotAuthorizedException: Logins don't match."))
        #expect(
            try await counter.refusal(
                "GetOpenIdTokenForDeveloperIdentity",
                Counter.developer(try await counter.makeOpenPool(), "lee", ["IdentityId": .string(lee.id)]))
                == "ResourceNotFoundException: Identity '\(lee.id)' not found.")
    }

    @Test func guestsAndUsersOfOthersAreTakenIn() async throws {
        let pool = try await counter.makeOpenPool()
        let guest = try await counter.identity(pool, nil)
        #expect(try await counter.developerIdentity(pool, "kim", ["IdentityId": .string(guest)]).id == guest)
        let ann = try await counter.identity(pool, "ann")
        let both = Counter.logins([Counter.provider: "ann", Counter.developer: "dev-ann"])
        let linked = try await counter.developerIdentity(pool, "", ["IdentityId": .string(ann), "Logins": both])
        #expect(linked.id == ann)
        #expect(try await counter.developerIdentity(pool, "dev-ann").id == ann)
        let mixed = Counter.logins([Counter.provider: "ann", Counter.developer: "kim"])
        #expect(
            try await counter.refusal(
                "GetOpenIdTokenForDeveloperIdentity", ["IdentityPoolId": .string(pool), "Logins": mixed]
            )
            .hasPrefix("ResourceConflictException: "))
    }

    @Test func lookingUpGoesBothWays() async throws {
        let pool = try await counter.makeOpenPool()
        let ann = try await counter.identity(pool, "ann")
        for user in ["one", "two", "three"] {
            let logins = Counter.logins([Counter.provider: "ann", Counter.developer: user])
            _ = try await counter.developerIdentity(pool, user, ["Logins": logins])
        }
        let query: JSONValue = ["IdentityPoolId": .string(pool)]
        let first = try await counter.call(
            "LookupDeveloperIdentity", query.merging(["DeveloperUserIdentifier": "two", "MaxResults": 2]))
        #expect(first["IdentityId"]?.string == ann)
        let byIdentity = query.merging(["IdentityId": .string(ann), "MaxResults": 2])
        let one = try await counter.call("LookupDeveloperIdentity", byIdentity)
        let two = try await counter.call(
            "LookupDeveloperIdentity", byIdentity.merging(["NextToken": try #require(one["NextToken"])]))
        let users = [one, two].flatMap { $0["DeveloperUserIdentifierList"]?.array ?? [] }.compactMap(\.string)
        #expect(users.sorted() == ["one", "three", "two"])
        #expect(two["NextToken"] == nil)
        let both = query.merging(["IdentityId": .string(ann), "DeveloperUserIdentifier": "one"])
        #expect(
            try await counter.call("LookupDeveloperIdentity", both)["DeveloperUserIdentifierList"] == ["one"])
        let kim = try await counter.developerIdentity(pool, "kim")
        #expect(
            try await counter.refusal(
                "LookupDeveloperIdentity", both.merging(["IdentityId": .string(kim.id)])
            )
            .hasPrefix("ResourceConflictException: "))
        #expect(
            try await counter.refusal(
                "LookupDeveloperIdentity", query.merging(["DeveloperUserIdentifier": "nobody"]))
                == "ResourceNotFoundException: Developer user identifier 'nobody' not found.")
        #expect(
            try await counter.refusal("LookupDeveloperIdentity", query).hasPrefix("InvalidParameterException: "))
        #expect(
            try await counter.refusal("LookupDeveloperIdentity", both, as: Counter.otherAccount)
                == "ResourceNotFoundException: IdentityPool '\(pool)' not found.")
    }

    private func merge(_ pool: String, _ source: String, _ destination: String) -> JSONValue {
        [
            "IdentityPoolId": .string(pool), "DeveloperProviderName": .string(Counter.developer),
            "SourceUserIdentifier": .string(source), "DestinationUserIdentifier": .string(destination),
        ]
    }

    @Test func twoUsersBecomeOne() async throws {
        let pool = try await counter.makeOpenPool()
        let kim = try await counter.developerIdentity(pool, "kim")
        let lee = try await counter.developerIdentity(pool, "lee")
        let logins = Counter.logins([Counter.provider: "ann", Counter.developer: "kim"])
        _ = try await counter.developerIdentity(pool, "kim", ["Logins": logins])
        let merged = try await counter.call("MergeDeveloperIdentities", merge(pool, "kim", "lee"))
        #expect(merged["IdentityId"]?.string == lee.id)
        #expect(try await counter.developerIdentity(pool, "kim").id == lee.id)
        #expect(try await counter.identity(pool, "ann") == lee.id)
        #expect(
            try await counter.refusal(
                "GetCredentialsForIdentity", Counter.input(identity: kim.id, logins: [own: kim.token]))
                == "NotAuthorizedException: Access to Identity '\(kim.id)' is forbidden.")
        // Asked again, it is done already.
        #expect(
            try await counter.call("MergeDeveloperIdentities", merge(pool, "kim", "lee"))["IdentityId"]?.string
                == lee.id)
        let shown = try await counter.call(
            "ListIdentities", ["IdentityPoolId": .string(pool), "MaxResults": 60, "HideDisabled": true])
        #expect(shown["Identities"]?.array?.compactMap { $0["IdentityId"]?.string } == [lee.id])
        let all = try await counter.call("ListIdentities", ["IdentityPoolId": .string(pool), "MaxResults": 60])
        #expect(all["Identities"]?.array?.count == 2)
    }

    @Test func twoUsersOfOneProviderDoNotBecomeOne() async throws {
        let pool = try await counter.makeOpenPool()
        for (user, login) in [("kim", "ann"), ("lee", "bob")] {
            let logins = Counter.logins([Counter.provider: login, Counter.developer: user])
            _ = try await counter.developerIdentity(pool, user, ["Logins": logins])
        }
        #expect(
            try await counter.refusal("MergeDeveloperIdentities", merge(pool, "kim", "lee"))
                .hasPrefix("ResourceConflictException: "))
        #expect(
            try await counter.refusal("MergeDeveloperIdentities", merge(pool, "kim", "nobody"))
                .hasPrefix("ResourceNotFoundException: "))
        let wrong = merge(pool, "kim", "lee").merging(["DeveloperProviderName": "another"])
        #expect(
            try await counter.refusal("MergeDeveloperIdentities", wrong).hasPrefix("InvalidParameterException: "))
    }

    @Test func twentyLoginsAreTheMost() async throws {
        let pool = try await counter.makeOpenPool()
        _ = try await counter.identity(pool, "ann")
        for number in 1...20 {
            let logins = Counter.logins([Counter.provider: "ann", Counter.developer: "user\(number)"])
            let outcome = try await counter.refusal(
                "GetOpenIdTokenForDeveloperIdentity", ["IdentityPoolId": .string(pool), "Logins": logins])
            #expect(outcome.hasPrefix(number < 20 ? "no error" : "InvalidParameterException: The number of linked"))
        }
        _ = try await counter.developerIdentity(pool, "kim")
        #expect(
            try await counter.refusal("MergeDeveloperIdentities", merge(pool, "user1", "kim"))
                .hasPrefix("InvalidParameterException: The number of linked"))
        #expect(try await counter.developerIdentity(pool, "user1").id == (try await counter.identity(pool, "ann")))
    }

    @Test func unlinkedUsersBeginAnew() async throws {
        let pool = try await counter.makeOpenPool()
        let kim = try await counter.developerIdentity(pool, "kim")
        let lee = try await counter.developerIdentity(pool, "lee")
        func unlink(_ identity: String, _ user: String) -> JSONValue {
            [
                "IdentityPoolId": .string(pool), "IdentityId": .string(identity),
                "DeveloperProviderName": .string(Counter.developer), "DeveloperUserIdentifier": .string(user),
            ]
        }
        #expect(
            try await counter.refusal("UnlinkDeveloperIdentity", unlink(lee.id, "kim"))
                .hasPrefix("ResourceConflictException: "))
        try await counter.call("UnlinkDeveloperIdentity", unlink(kim.id, "kim"))
        #expect(
            try await counter.refusal("UnlinkDeveloperIdentity", unlink(kim.id, "kim"))
                .hasPrefix("ResourceNotFoundException: "))
        #expect(
            try await counter.refusal(
                "GetCredentialsForIdentity", Counter.input(identity: kim.id, logins: [own: kim.token]))
                == "NotAuthorizedException: Access to Identity '\(kim.id)' is forbidden.")
        #expect(try await counter.developerIdentity(pool, "kim").id != kim.id)
    }

    @Test func deletedIdentitiesLeaveTheirUsersFree() async throws {
        let pool = try await counter.makeOpenPool()
        let kim = try await counter.developerIdentity(pool, "kim")
        try await counter.call("DeleteIdentities", ["IdentityIdsToDelete": [.string(kim.id)]])
        #expect(
            try await counter.refusal(
                "LookupDeveloperIdentity", ["IdentityPoolId": .string(pool), "DeveloperUserIdentifier": "kim"])
                == "ResourceNotFoundException: Developer user identifier 'kim' not found.")
        #expect(try await counter.developerIdentity(pool, "kim").id != kim.id)
    }

    @Test func longNamesFit() async throws {
        let pool = try await counter.makeOpenPool()
        let name = String(repeating: "한", count: 1024)
        let made = try await counter.developerIdentity(pool, name)
        #expect(try await counter.developerIdentity(pool, name).id == made.id)
        #expect(
            try await counter.refusal("GetOpenIdTokenForDeveloperIdentity", Counter.developer(pool, name + "한"))
                .hasPrefix("InvalidParameterException: "))
    }

    @Test func manyAtOnceGetTheSameIdentity() async throws {
        let pool = try await counter.makeOpenPool()
        let found = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await counter.developerIdentity(pool, "kim").id } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(found.count == 1)
    }

    /// The provider's name is part of every identity behind it.
    @Test func theProvidersNameStays() async throws {
        let pool = try await counter.makeOpenPool()
        let update: JSONValue = [
            "IdentityPoolId": .string(pool), "IdentityPoolName": "people", "AllowUnauthenticatedIdentities": true,
        ]
        #expect(
            try await counter.refusal("UpdateIdentityPool", update.merging(["DeveloperProviderName": "another"]))
                .hasPrefix("InvalidParameterException: "))
        let kept = try await counter.call("UpdateIdentityPool", update)
        #expect(kept["DeveloperProviderName"]?.string == Counter.developer)
        let later = try await counter.makePool()
        let added = update.merging(["IdentityPoolId": .string(later), "DeveloperProviderName": "mine"])
        #expect(try await counter.call("UpdateIdentityPool", added)["DeveloperProviderName"]?.string == "mine")
    }
}
