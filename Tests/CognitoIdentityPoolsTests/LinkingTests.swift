import FoundationEssentials
import ServiceKit
import Storage
import Testing
import Wire

/// One person, several logins.
@Suite struct LinkingTests {
    let counter: Counter
    init() throws { counter = try Counter() }

    private let one = Counter.provider
    private let two = Counter.otherProvider

    @Test func severalLoginsAtOnceAreOneIdentity() async throws {
        let pool = try await counter.makeOpenPool()
        let input: JSONValue = [
            "IdentityPoolId": .string(pool), "Logins": Counter.logins([one: "ann", two: "ann-too"]),
        ]
        let made = try #require(try await counter.call("GetId", input)["IdentityId"]?.string)
        #expect(try await counter.identity(pool, "ann") == made)
        let described = try await counter.call("DescribeIdentity", ["IdentityId": .string(made)])
        #expect(described["Logins"] == [.string(one), .string(two)])
        try await counter.call(
            "GetCredentialsForIdentity", Counter.input(identity: made, logins: [one: "ann", two: "ann-too"]))
        let asked = try #require(counter.sessions.last)
        #expect(
            asked.claims["amr"] == [
                "authenticated", one, one + ":CognitoSignIn:ann", two, two + ":CognitoSignIn:ann-too",
            ])
    }

    @Test(arguments: ["GetId", "GetOpenIdToken", "GetCredentialsForIdentity"])
    func aKnownLoginBringsAnotherIn(operation: String) async throws {
        let pool = try await counter.makeOpenPool()
        let ann = try await counter.identity(pool, "ann")
        let input: JSONValue = [
            "IdentityPoolId": .string(pool), "IdentityId": .string(ann),
            "Logins": Counter.logins([one: "ann", two: "ann-too"]),
        ]
        #expect(try await counter.call(operation, input)["IdentityId"]?.string == ann)
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: ann, logins: [two: "ann-too"]))
    }

    @Test func loginsOfDifferentIdentitiesDoNotBecomeOne() async throws {
        let pool = try await counter.makeOpenPool()
        let ann = try await counter.identity(pool, "ann")
        try await counter.call("GetId", ["IdentityPoolId": .string(pool), "Logins": Counter.logins([two: "bob"])])
        let input: JSONValue = [
            "IdentityPoolId": .string(pool), "IdentityId": .string(ann),
            "Logins": Counter.logins([one: "ann", two: "bob"]),
        ]
        for operation in ["GetId", "GetOpenIdToken", "GetCredentialsForIdentity"] {
            #expect(
                try await counter.refusal(operation, input)
                    == "ResourceConflictException: Logins are already linked to another account.")
        }
        #expect(
            try await counter.refusal(
                "GetCredentialsForIdentity", Counter.input(identity: ann, logins: [two: "bob"])
            )
            .hasPrefix("NotAuthorizedException: Logins don't match."))
    }

    @Test func anIdentityHasOneUserOfEachProvider() async throws {
        let pool = try await counter.makeOpenPool()
        let ann = try await counter.identity(pool, "ann")
        try await counter.call(
            "GetCredentialsForIdentity", Counter.input(identity: ann, logins: [one: "ann", two: "first"]))
        #expect(
            try await counter.refusal(
                "GetCredentialsForIdentity", Counter.input(identity: ann, logins: [one: "ann", two: "second"])
            )
            .hasPrefix("NotAuthorizedException: Logins don't match."))
    }

    /// Who was here before comes back to what was theirs; the guest they were is no more.
    @Test func aGuestWhoIsKnownBecomesWhoTheyAre() async throws {
        let pool = try await counter.makeOpenPool()
        let ann = try await counter.identity(pool, "ann")
        let guest = try await counter.identity(pool, nil)
        let reply = try await counter.call("GetCredentialsForIdentity", Counter.input(identity: guest, "ann"))
        #expect(reply["IdentityId"]?.string == ann)
        #expect(counter.sessions.last?.claims["sub"] == [ann])
        #expect(
            try await counter.refusal("GetCredentialsForIdentity", ["IdentityId": .string(guest)])
                == "NotAuthorizedException: Access to Identity '\(guest)' is forbidden.")
        #expect(
            try await counter.refusal("GetCredentialsForIdentity", Counter.input(identity: guest, "bob"))
                == "NotAuthorizedException: Access to Identity '\(guest)' is forbidden.")
    }

    /// The token of a guest proves nothing once somebody has signed in.
    @Test func aGuestsTokenDoesNotOpenAMembersIdentity() async throws {
        let pool = try await counter.makeOpenPool()
        let guest = try await counter.identity(pool, nil)
        let token = try await counter.call("GetOpenIdToken", ["IdentityId": .string(guest)])["Token"]?.string
        let own = ["cognito-identity.amazonaws.com": try #require(token)]
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: guest, "ann"))
        #expect(
            try await counter.refusal("GetCredentialsForIdentity", Counter.input(identity: guest, logins: own))
                == "NotAuthorizedException: Access to Identity '\(guest)' is forbidden.")
        let stranger = own.merging([two: "eve"]) { first, _ in first }
        #expect(
            try await counter.refusal(
                "GetCredentialsForIdentity", Counter.input(identity: guest, logins: stranger)
            )
            .hasPrefix("NotAuthorizedException: Logins don't match."))
    }

    private func unlink(_ identity: String, _ tokens: [String: String], _ names: [String]) -> JSONValue {
        Counter.input(identity: identity, logins: tokens)
            .merging(["LoginsToRemove": .array(names.map { .string($0) })])
    }

    @Test func aLoginIsTakenAwayAndTheIdentityStays() async throws {
        let pool = try await counter.makeOpenPool()
        let ann = try await counter.identity(pool, "ann")
        let both = [one: "ann", two: "ann-too"]
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: ann, logins: both))
        try await counter.call("UnlinkIdentity", unlink(ann, both, [two]))
        let described = try await counter.call("DescribeIdentity", ["IdentityId": .string(ann)])
        #expect(described["Logins"] == [.string(one)])
        #expect(try await counter.identity(pool, "ann") == ann)
        let again = try await counter.call(
            "GetId", ["IdentityPoolId": .string(pool), "Logins": Counter.logins([two: "ann-too"])])
        #expect(again["IdentityId"]?.string != ann)
    }

    @Test func withoutLoginsAnIdentityIsClosed() async throws {
        let pool = try await counter.makeOpenPool()
        let ann = try await counter.identity(pool, "ann")
        try await counter.call("UnlinkIdentity", unlink(ann, [one: "ann"], [one]))
        for login in [nil, "ann", "bob"] {
            #expect(
                try await counter.refusal("GetCredentialsForIdentity", Counter.input(identity: ann, login))
                    == "NotAuthorizedException: Access to Identity '\(ann)' is forbidden.")
        }
        #expect(try await counter.identity(pool, "ann") != ann)
    }

    @Test func onlyWhoProvesALoginTakesOneAway() async throws {
        let pool = try await counter.makeOpenPool()
        let ann = try await counter.identity(pool, "ann")
        #expect(
            try await counter.refusal("UnlinkIdentity", unlink(ann, [one: "bob"], [one]))
                .hasPrefix("NotAuthorizedException: Logins don't match."))
        #expect(
            try await counter.refusal("UnlinkIdentity", unlink(ann, [one: "forged"], [one]))
                == "NotAuthorizedException: Invalid login token. Token signature invalid.")
        #expect(
            try await counter.refusal("UnlinkIdentity", unlink(ann, [:], [one]))
                == "NotAuthorizedException: Access to Identity '\(ann)' is forbidden.")
        #expect(
            try await counter.refusal("UnlinkIdentity", unlink(ann, [one: "ann"], [two]))
                .hasPrefix("InvalidParameterException: "))
        #expect(
            try await counter.refusal("UnlinkIdentity", unlink(ann, [one: "ann"], [Counter.developer]))
                == "InvalidParameterException: Please provide a valid public provider")
        #expect(try await counter.identity(pool, "ann") == ann)
    }

    /// Identities stored by the first version count no developer users and are all open.
    @Test func identitiesOfBeforeAreRead() async throws {
        let pool = try await counter.makeOpenPool()
        let id = "us-east-1:00000000-1111-4222-8333-444444444444"
        var writer = RecordWriter()
        writer.text(pool)
        writer.text(id)
        writer.texts([one: "old"])
        writer.number(1_790_000_000_000 as UInt64)
        writer.number(1_790_000_000_000 as UInt64)
        let bytes = [1] + writer.bytes
        let provider = one
        try await counter.store.write { transaction in
            let key = Key(table: .identities).text(pool).text(id)
            try transaction.put(key.bytes, bytes)
            try transaction.put(Key(table: .identitiesByID).text(id).bytes, key.bytes)
            try transaction.put(
                Key(table: .identitiesByLogin).text(pool).text(provider).text("old").bytes, key.bytes)
        }
        #expect(try await counter.identity(pool, "old") == id)
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: id, "old"))
        try await counter.call(
            "GetCredentialsForIdentity", Counter.input(identity: id, logins: [one: "old", two: "new"]))
        let described = try await counter.call("DescribeIdentity", ["IdentityId": .string(id)])
        #expect(described["Logins"] == [.string(one), .string(two)])
        #expect(described["CreationDate"]?.int == 1_790_000_000)
    }

    /// What a sign-in costs does not depend on how many there are.
    @Test func onlyKeyedReads() async throws {
        let pool = try await counter.makeOpenPool()
        let ann = try await counter.identity(pool, "ann")
        let kim = try await counter.developerIdentity(pool, "kim")
        func costs() async throws -> [CountingStore.Counts] {
            [
                try await counter.store.counted { _ = try await counter.identity(pool, "ann") },
                try await counter.store.counted {
                    try await counter.call("GetCredentialsForIdentity", Counter.input(identity: ann, "ann"))
                },
                try await counter.store.counted { _ = try await counter.developerIdentity(pool, "kim") },
            ]
        }
        let alone = try await costs()
        for number in 0..<300 { _ = try await counter.identity(pool, "user\(number)") }
        let among = try await costs()
        #expect(alone == among)
        for cost in among { #expect(cost.scans == 0 && cost.writes == 0 && cost.gets <= 10) }
        #expect(try await counter.developerIdentity(pool, "kim").id == kim.id)
    }
}
