import CognitoIdentityPools
import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

@Suite struct CredentialsTests {
    let counter: Counter
    init() throws { counter = try Counter() }

    @Test func membersGetTheAuthenticatedRole() async throws {
        let pool = try await counter.makePool()
        try await counter.setRoles(pool)
        let identity = try await counter.identity(pool)
        let reply = try await counter.call("GetCredentialsForIdentity", Counter.input(identity: identity, "ann"))
        #expect(reply["Credentials"]?["AccessKeyId"]?.string == "ASIAEXAMPLE")
        #expect(reply["Credentials"]?["SecretKey"]?.string == "secret")
        #expect(reply["Credentials"]?["Expiration"]?.int == 1_795_003_600)
        let asked = try #require(counter.sessions.last)
        #expect(asked.roleARN == Counter.role("members"))
        #expect(asked.sessionName == "CognitoIdentityCredentials")
        #expect(asked.provider == "cognito-identity.amazonaws.com")
        #expect(
            asked.claims == [
                "aud": [pool], "sub": [identity],
                "amr": ["authenticated", Counter.provider, Counter.provider + ":CognitoSignIn:ann"],
            ])
        #expect(asked.sessionPolicies == nil)
    }

    @Test func guestsAreScopedDown() async throws {
        let pool = try await counter.makePool(["AllowUnauthenticatedIdentities": true])
        try await counter.setRoles(pool)
        let identity = try await counter.identity(pool, nil)
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: identity, nil))
        let asked = try #require(counter.sessions.last)
        #expect(asked.roleARN == Counter.role("guests"))
        #expect(asked.claims["amr"] == ["unauthenticated"])
        let actions = try #require(asked.sessionPolicies).map { text in
            try JSONValue(parsing: text)["Statement"]?.array?.first?["Action"]?.array?.compactMap(\.string) ?? []
        }
        #expect(actions.count == 2)
        #expect(actions[0].contains("s3:*") && !actions[0].contains("kms:Decrypt"))
        #expect(actions[1].contains("kms:Decrypt") && !actions[1].contains("s3:*"))
        for action in actions.joined() { #expect(!action.hasPrefix("iam:") && !action.hasPrefix("*")) }
        #expect(asked.provenance["login"] == "none")
        #expect(asked.provenance["roleChosenBy"] == "unauthenticated role of the pool")
    }

    @Test func aGuestWithTheirTokenIsStillAGuest() async throws {
        let pool = try await counter.makePool(["AllowUnauthenticatedIdentities": true])
        try await counter.setRoles(pool)
        let identity = try await counter.identity(pool, nil)
        let token = try await counter.call("GetOpenIdToken", Counter.input(identity: identity, nil))["Token"]?.string
        let logins = ["cognito-identity.amazonaws.com": try #require(token)]
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: identity, logins: logins))
        let asked = try #require(counter.sessions.last)
        #expect(asked.roleARN == Counter.role("guests"))
        #expect(asked.claims["amr"] == ["unauthenticated"])
        #expect(asked.sessionPolicies?.count == 2)
    }

    @Test(arguments: [TrustRefusal.noSuchRole, .notTrusted])
    func rolesThatDoNotTrustThePool(reason: TrustRefusal) async throws {
        let pool = try await counter.makePool()
        try await counter.setRoles(pool)
        let identity = try await counter.identity(pool)
        counter.sessions.refuse(reason)
        #expect(
            try await counter.refusal("GetCredentialsForIdentity", Counter.input(identity: identity, "ann"))
                == Self.badConfiguration)
    }

    @Test func aPoolWithoutRoles() async throws {
        let pool = try await counter.makePool()
        let identity = try await counter.identity(pool)
        #expect(
            try await counter.refusal("GetCredentialsForIdentity", Counter.input(identity: identity, "ann"))
                == Self.badConfiguration)
    }

    private static let badConfiguration =
        "InvalidIdentityPoolConfigurationException: Invalid identity pool configuration. Check assigned IAM roles "
        + "for this pool."

    @Test func rulesChooseTheRole() async throws {
        let pool = try await counter.makePool()
        let rule: JSONValue = [
            "Claim": "custom:level", "MatchType": "Equals", "Value": "gold", "RoleARN": .string(Counter.role("gold")),
        ]
        func mapping(_ resolution: String) -> JSONValue {
            .object([
                .init(
                    Counter.provider + ":client",
                    [
                        "Type": "Rules", "AmbiguousRoleResolution": .string(resolution),
                        "RulesConfiguration": ["Rules": [rule]],
                    ])
            ])
        }
        try await counter.setRoles(pool, mappings: mapping("AuthenticatedRole"))
        let ann = try await counter.identity(pool, "ann")
        let bob = try await counter.identity(pool, "bob")
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: bob, "bob"))
        #expect(counter.sessions.last?.roleARN == Counter.role("gold"))
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: ann, "ann"))
        #expect(counter.sessions.last?.roleARN == Counter.role("members"))
        try await counter.setRoles(pool, mappings: mapping("Deny"))
        #expect(
            try await counter.refusal("GetCredentialsForIdentity", Counter.input(identity: ann, "ann"))
                .hasPrefix("NotAuthorizedException: "))
        #expect(
            try await counter.refusal("GetOpenIdToken", Counter.input(identity: ann, "ann"))
                == "InvalidParameterException: Basic (classic) flow is not enabled, please use enhanced flow.")
    }

    @Test func classicFlowGivesATenMinuteToken() async throws {
        let pool = try await counter.makePool(["AllowClassicFlow": true])
        let identity = try await counter.identity(pool)
        let reply = try await counter.call("GetOpenIdToken", Counter.input(identity: identity, "ann"))
        let token = try #require(reply["Token"]?.string)
        let service = counter.service
        let now = counter.clock.now
        for issuer in [nil, "cognito-identity.amazonaws.com", "https://cognito-identity.amazonaws.com"] {
            let verified = try #require(try await service.verify(token, issuer: issuer, at: now))
            #expect(verified.subject == identity)
            #expect(verified.audience == pool)
            #expect(verified.provider == "cognito-identity.amazonaws.com")
            #expect(verified.claims["amr"]?.first == "authenticated")
        }
        #expect(try await service.verify(token, issuer: "accounts.google.com", at: now) == nil)
        await #expect(throws: TokenRefusal.expired) {
            try await service.verify(token, issuer: nil, at: now.addingTimeInterval(600))
        }
        let pieces = token.split(separator: ".")
        let forged = "\(pieces[0]).\(pieces[1]).\(String(pieces[2].reversed()))"
        await #expect(throws: TokenRefusal.invalid("Token signature invalid.")) {
            try await service.verify(forged, issuer: nil, at: now)
        }
    }

    @Test(arguments: [(true, true), (false, false)])
    func classicFlowIsRefusedWhereSwitchedOff(allowed: Bool, works: Bool) async throws {
        let pool = try await counter.makePool(["AllowClassicFlow": .bool(allowed)])
        let identity = try await counter.identity(pool)
        let outcome = try await counter.refusal("GetOpenIdToken", Counter.input(identity: identity, "ann"))
        #expect(outcome.hasPrefix("no error") == works)
    }
}
