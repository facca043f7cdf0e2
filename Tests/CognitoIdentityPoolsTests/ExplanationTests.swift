import FoundationEssentials
import ServiceKit
import Testing
import Wire

/// What a call leaves behind for whoever asks why.
@Suite struct ExplanationTests {
    let counter: Counter
    init() throws { counter = try Counter() }

    private func step(_ stage: String) throws -> Trail.Step {
        try #require(counter.steps.first { $0.stage == stage })
    }

    @Test func theChainOfASession() async throws {
        let pool = try await counter.makeOpenPool()
        let ann = try await counter.identity(pool, "ann")
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: ann, "ann"))
        #expect(counter.steps.map(\.stage) == ["login", "identity pool", "role mapping"])
        #expect(!counter.steps.contains { !$0.isPassed })
        #expect(try step("login").detail == ["provider": .string(Counter.provider), "audience": "client"])
        #expect(try step("identity pool").detail["identity"]?.string == ann)
        #expect(try step("role mapping").detail["chosenBy"]?.string == "authenticated role of the pool")
        #expect(
            counter.sessions.last?.provenance == [
                "identityPool": pool, "identity": ann, "login": Counter.provider,
                "roleChosenBy": "authenticated role of the pool",
            ])
        #expect(counter.sessions.last?.trail.steps.count == 3)
    }

    @Test func aLoginThatWasRefused() async throws {
        let pool = try await counter.makeOpenPool()
        let ann = try await counter.identity(pool, "ann")
        _ = try await counter.refusal("GetCredentialsForIdentity", Counter.input(identity: ann, "forged"))
        #expect(counter.steps.map(\.stage) == ["login"])
        let login = try step("login")
        #expect(!login.isPassed)
        #expect(login.detail["reason"]?.string == "Invalid login token. Token signature invalid.")
    }

    @Test func anIdentityOfSomebodyElse() async throws {
        let pool = try await counter.makeOpenPool()
        let ann = try await counter.identity(pool, "ann")
        _ = try await counter.refusal("GetCredentialsForIdentity", Counter.input(identity: ann, "bob"))
        let refused = try step("identity pool")
        #expect(!refused.isPassed)
        #expect(refused.detail["reason"]?.string?.hasPrefix("Logins don't match.") == true)
        _ = try await counter.refusal("GetCredentialsForIdentity", ["IdentityId": "us-east-1:0"])
        #expect(try step("identity pool").detail["reason"]?.string == "Identity 'us-east-1:0' not found.")
    }

    @Test func poolsThatRefuseTheCall() async throws {
        let pool = try await counter.makePool(["AllowClassicFlow": false])
        _ = try await counter.refusal("GetId", ["IdentityPoolId": .string(pool)])
        let guest = try step("identity pool")
        #expect(!guest.isPassed && guest.detail["login"]?.string == "none")
        #expect(guest.detail["reason"]?.string == "Unauthenticated access is not supported for this identity pool.")
        let ann = try await counter.identity(pool, "ann")
        #expect(try step("identity pool").detail["identity"]?.string == ann)
        _ = try await counter.refusal("GetOpenIdToken", Counter.input(identity: ann, "ann"))
        #expect(
            try step("identity pool").detail["reason"]?.string
                == "Basic (classic) flow is not enabled, please use enhanced flow.")
        _ = try await counter.refusal("GetId", Counter.input(pool: "us-east-1:0", "ann"))
        #expect(try step("identity pool").detail["identityPool"]?.string == "us-east-1:0")
    }

    @Test func whichClaimDidNotMatchWhichRule() async throws {
        let pool = try await counter.makeOpenPool()
        let rules: [JSONValue] = [("custom:team", "blue"), ("custom:level", "gold")].map { claim, value in
            [
                "Claim": .string(claim), "MatchType": "Equals", "Value": .string(value),
                "RoleARN": .string(Counter.role(value)),
            ]
        }
        let mapping: JSONValue = [
            "Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": ["Rules": .array(rules)],
        ]
        try await counter.setRoles(pool, mappings: .object([.init(Counter.provider + ":client", mapping)]))
        let ann = try await counter.identity(pool, "ann")
        _ = try await counter.refusal("GetCredentialsForIdentity", Counter.input(identity: ann, "ann"))
        let refused = try step("role mapping")
        #expect(!refused.isPassed)
        #expect(
            refused.detail["rules"] == [
                ["rule": "rule 1: custom:team Equals blue", "matched": false],
                ["rule": "rule 2: custom:level Equals gold", "matched": false, "found": ["iron"]],
            ])
    }

    @Test func noTokenIsNoted() async throws {
        let pool = try await counter.makeOpenPool()
        let kim = try await counter.developerIdentity(pool, "kim")
        let logins = ["cognito-identity.amazonaws.com": kim.token]
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: kim.id, logins: logins))
        for step in counter.steps {
            #expect(!String(decoding: step.detail.serialized(), as: UTF8.self).contains(kim.token))
        }
        #expect(try step("login").detail["audience"]?.string == pool)
    }
}
