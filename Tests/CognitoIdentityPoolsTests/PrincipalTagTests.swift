import CognitoIdentityPools
import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

/// Claims that become tags of the session.
@Suite struct PrincipalTagTests {
    let counter: Counter
    init() throws { counter = try Counter() }

    private func map(_ pool: String, _ provider: String, _ more: JSONValue) -> JSONValue {
        (["IdentityPoolId": .string(pool), "IdentityProviderName": .string(provider)] as JSONValue).merging(more)
    }

    @Test func aMapOfOnesOwn() async throws {
        let pool = try await counter.makeOpenPool()
        let set = try await counter.call(
            "SetPrincipalTagAttributeMap",
            map(pool, Counter.provider, ["PrincipalTags": ["team": "custom:team", "level": "custom:level"]]))
        #expect(set["UseDefaults"]?.bool == false)
        let got = try await counter.call("GetPrincipalTagAttributeMap", map(pool, Counter.provider, [:]))
        #expect(got["PrincipalTags"]?["team"]?.string == "custom:team")
        let ann = try await counter.identity(pool, "ann")
        counter.tokens.tell("ann", ["custom:team": ["blue"]])
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: ann, "ann"))
        #expect(counter.sessions.last?.tags == ["team": "blue", "level": "iron"])
        let reply = try await counter.call("GetOpenIdToken", Counter.input(identity: ann, "ann"))
        let token = try #require(reply["Token"]?.string)
        #expect(
            try counter.claims(token)["https://aws.amazon.com/tags"]
                == ["principal_tags": ["level": ["iron"], "team": ["blue"]]])
        let verified = try await counter.service.verify(token, issuer: nil, at: counter.clock.now)
        #expect(verified?.principalTags == ["team": "blue", "level": "iron"])
    }

    @Test func awssOwnMap() async throws {
        let pool = try await counter.makeOpenPool()
        let set = try await counter.call(
            "SetPrincipalTagAttributeMap", map(pool, Counter.provider, ["UseDefaults": true]))
        #expect(set["UseDefaults"]?.bool == true)
        #expect(set["PrincipalTags"] == ["client": "aud", "username": "sub"])
        let ann = try await counter.identity(pool, "ann")
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: ann, "ann"))
        #expect(counter.sessions.last?.tags == ["client": "client", "username": "ann"])
        try await counter.call("SetPrincipalTagAttributeMap", map(pool, Counter.provider, ["UseDefaults": false]))
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: ann, "ann"))
        #expect(counter.sessions.last?.tags == [:])
        let got = try await counter.call("GetPrincipalTagAttributeMap", map(pool, Counter.provider, [:]))
        #expect(got["UseDefaults"]?.bool == false)
        #expect(got["PrincipalTags"]?.members?.isEmpty != false)
    }

    /// A claim that is not there gives no tag, nor does one that is there several times.
    @Test func whatATokenDoesNotSay() async throws {
        let pool = try await counter.makeOpenPool()
        try await counter.call(
            "SetPrincipalTagAttributeMap",
            map(
                pool, Counter.openIDProvider,
                ["PrincipalTags": ["dept": "department", "group": "groups", "none": "nothing"]]))
        let logins = [Counter.openIDName: "kim"]
        let made = try await counter.call(
            "GetId", ["IdentityPoolId": .string(pool), "Logins": Counter.logins(logins)])
        let id = try #require(made["IdentityId"]?.string)
        try await counter.call("GetCredentialsForIdentity", Counter.input(identity: id, logins: logins))
        #expect(counter.sessions.last?.tags == ["dept": "sales"])
    }

    /// Less than what the pool wants might be more: a policy may deny by a tag.
    @Test(arguments: ["<b>", String(repeating: "x", count: 257)])
    func valuesThatNoTagCanHave(value: String) async throws {
        let pool = try await counter.makeOpenPool()
        try await counter.call(
            "SetPrincipalTagAttributeMap", map(pool, Counter.provider, ["PrincipalTags": ["team": "custom:team"]]))
        counter.tokens.tell("ann", ["custom:team": [value]])
        let ann = try await counter.identity(pool, "ann")
        for operation in ["GetCredentialsForIdentity", "GetOpenIdToken"] {
            #expect(
                try await counter.refusal(operation, Counter.input(identity: ann, "ann"))
                    .hasPrefix("InvalidIdentityPoolConfigurationException: "))
        }
    }

    @Test func mapsThatCannotBe() async throws {
        let pool = try await counter.makeOpenPool()
        let maps: [(String, JSONValue)] = [
            ("graph.facebook.com", ["UseDefaults": true]),
            (Counter.provider, ["UseDefaults": true, "PrincipalTags": ["team": "custom:team"]]),
            (Counter.provider, ["PrincipalTags": ["aws:team": "custom:team"]]),
        ]
        for (provider, more) in maps {
            #expect(
                try await counter.refusal("SetPrincipalTagAttributeMap", map(pool, provider, more))
                    .hasPrefix("InvalidParameterException: "))
        }
        #expect(
            try await counter.refusal(
                "SetPrincipalTagAttributeMap", map(pool, Counter.provider, ["UseDefaults": true]),
                as: Counter.otherAccount) == "ResourceNotFoundException: IdentityPool '\(pool)' not found.")
    }
}
