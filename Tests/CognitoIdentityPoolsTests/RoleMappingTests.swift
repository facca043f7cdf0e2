import FoundationEssentials
import ServiceKit
import Testing
import Wire

/// Which role it becomes, and by what.
@Suite struct RoleMappingTests {
    let counter: Counter
    init() throws { counter = try Counter() }

    private let mapped = Counter.provider + ":client"

    private func rule(_ claim: String, _ match: String, _ value: String, _ role: String) -> JSONValue {
        [
            "Claim": .string(claim), "MatchType": .string(match), "Value": .string(value),
            "RoleARN": .string(Counter.role(role)),
        ]
    }

    private func mapping(_ rules: [JSONValue], resolution: String = "Deny") -> JSONValue {
        [
            "Type": "Rules", "AmbiguousRoleResolution": .string(resolution),
            "RulesConfiguration": ["Rules": .array(rules)],
        ]
    }

    /// The role that a user gets, and why; or the refusal.
    private func role(_ identity: String, _ user: String, custom: String? = nil) async throws -> String {
        var input = Counter.input(identity: identity, user)
        if let custom { input = input.merging(["CustomRoleArn": .string(Counter.role(custom))]) }
        let refusal = try await counter.refusal("GetCredentialsForIdentity", input)
        guard refusal.hasPrefix("no error") else { return refusal }
        let asked = try #require(counter.sessions.last)
        let name = asked.roleARN.split(separator: "/").last ?? ""
        return "\(name) by \(asked.provenance["roleChosenBy"] ?? "")"
    }

    @Test func theFirstRuleThatMatches() async throws {
        let pool = try await counter.makeOpenPool()
        let rules = [
            rule("custom:team", "Equals", "blue", "blue"), rule("custom:team", "StartsWith", "gr", "green"),
            rule("email", "Contains", "@example", "example"), rule("custom:team", "NotEqual", "red", "others"),
        ]
        try await counter.setRoles(pool, mappings: .object([.init(mapped, mapping(rules))]))
        let users: [(String, [String: [String]], String)] = [
            ("a", ["custom:team": ["blue"], "email": ["a@example.com"]], "blue by rule 1: custom:team Equals blue"),
            ("b", ["custom:team": ["green"]], "green by rule 2: custom:team StartsWith gr"),
            ("c", ["email": ["c@example.com"]], "example by rule 3: email Contains @example"),
            ("d", ["custom:team": ["yellow"]], "others by rule 4: custom:team NotEqual red"),
            (
                "e", ["custom:team": ["red"]],
                "NotAuthorizedException: The ambiguous role mapping rules for: \(Counter.provider) denied this request."
            ),
            (
                "f", [:],
                "NotAuthorizedException: The ambiguous role mapping rules for: \(Counter.provider) denied this request."
            ),
        ]
        for (user, claims, expected) in users {
            counter.tokens.tell(user, claims)
            #expect(try await role(try await counter.identity(pool, user), user) == expected)
        }
        let a = try await counter.identity(pool, "a")
        #expect(try await role(a, "a", custom: "example") == "example by rule 3: email Contains @example")
        #expect(try await role(a, "a", custom: "green").hasPrefix("NotAuthorizedException: "))
    }

    @Test func whereNoRuleMatchesThePoolsOwnRole() async throws {
        let pool = try await counter.makeOpenPool()
        let rules = mapping([rule("custom:team", "Equals", "blue", "blue")], resolution: "AuthenticatedRole")
        try await counter.setRoles(pool, mappings: .object([.init(mapped, rules)]))
        let ann = try await counter.identity(pool, "ann")
        #expect(try await role(ann, "ann") == "members by authenticated role of the pool")
    }

    @Test func theTokensOwnRoles() async throws {
        let pool = try await counter.makeOpenPool()
        let byToken: JSONValue = ["Type": "Token", "AmbiguousRoleResolution": "Deny"]
        try await counter.setRoles(pool, mappings: .object([.init(mapped, byToken)]))
        let roles = ["editor", "viewer"].map(Counter.role)
        counter.tokens.tell("kim", ["cognito:roles": roles, "cognito:preferred_role": [roles[1]]])
        counter.tokens.tell("lee", ["cognito:roles": roles])
        counter.tokens.tell("one", ["cognito:roles": [roles[0]]])
        let kim = try await counter.identity(pool, "kim")
        #expect(try await role(kim, "kim") == "viewer by cognito:preferred_role")
        #expect(try await role(kim, "kim", custom: "editor") == "editor by CustomRoleArn among cognito:roles")
        #expect(try await role(kim, "kim", custom: "admin").hasPrefix("NotAuthorizedException: "))
        let one = try await counter.identity(pool, "one")
        #expect(try await role(one, "one") == "editor by cognito:roles")
        let lee = try await counter.identity(pool, "lee")
        #expect(try await role(lee, "lee").hasPrefix("NotAuthorizedException: The ambiguous role mapping rules"))
        let lenient = byToken.merging(["AmbiguousRoleResolution": "AuthenticatedRole"])
        try await counter.setRoles(pool, mappings: .object([.init(mapped, lenient)]))
        #expect(try await role(lee, "lee") == "members by authenticated role of the pool")
    }

    @Test func nobodyAsksForARoleThatNothingGives() async throws {
        let pool = try await counter.makeOpenPool()
        let ann = try await counter.identity(pool, "ann")
        #expect(try await role(ann, "ann", custom: "members").hasPrefix("NotAuthorizedException: "))
        let guest = try await counter.identity(pool, nil)
        let asking: JSONValue = [
            "IdentityId": .string(guest), "CustomRoleArn": .string(Counter.role("guests")),
        ]
        #expect(
            try await counter.refusal("GetCredentialsForIdentity", asking).hasPrefix("NotAuthorizedException: "))
    }

    /// The mapping of the first login that has one, by the providers' names.
    @Test func ofSeveralLoginsOneMappingCounts() async throws {
        let pool = try await counter.makeOpenPool()
        let second = Counter.otherProvider + ":client"
        let rules = mapping([rule("custom:team", "Equals", "blue", "blue")])
        counter.tokens.tell("ann-too", ["custom:team": ["blue"]])
        let ann = try await counter.identity(pool, "ann")
        let both = Counter.input(
            identity: ann, logins: [Counter.provider: "ann", Counter.otherProvider: "ann-too"])
        try await counter.setRoles(pool, mappings: .object([.init(second, rules)]))
        try await counter.call("GetCredentialsForIdentity", both)
        #expect(counter.sessions.last?.roleARN == Counter.role("blue"))
        try await counter.setRoles(pool, mappings: .object([.init(mapped, rules), .init(second, rules)]))
        #expect(
            try await counter.refusal("GetCredentialsForIdentity", both)
                == "NotAuthorizedException: The ambiguous role mapping rules for: \(Counter.provider) denied this "
                + "request.")
    }

    /// A pool may name a user pool by its issuer; the mapping then stands under that name.
    @Test func aUserPoolNamedByItsIssuer() async throws {
        let issuer = "https://" + Counter.provider
        let pool = try await counter.makePool([
            "CognitoIdentityProviders": [["ProviderName": .string(issuer), "ClientId": "client"]]
        ])
        let rules = mapping([rule("sub", "Equals", "ann", "blue")])
        try await counter.setRoles(pool, mappings: .object([.init(issuer + ":client", rules)]))
        try await counter.call(
            "SetPrincipalTagAttributeMap",
            [
                "IdentityPoolId": .string(pool), "IdentityProviderName": .string(issuer),
                "PrincipalTags": ["user": "sub"],
            ])
        for user in ["ann", "bob"] {
            let logins = [issuer: user]
            let made = try await counter.call(
                "GetId", ["IdentityPoolId": .string(pool), "Logins": Counter.logins(logins)])
            let id = try #require(made["IdentityId"]?.string)
            let outcome = try await counter.refusal(
                "GetCredentialsForIdentity", Counter.input(identity: id, logins: logins))
            #expect(outcome.hasPrefix(user == "ann" ? "no error" : "NotAuthorizedException: The ambiguous"))
        }
        #expect(counter.sessions.last?.roleARN == Counter.role("blue"))
        #expect(counter.sessions.last?.tags == ["user": "ann"])
    }

    @Test func mappingsOfStrangersAndTooManyRules() async throws {
        let pool = try await counter.makeOpenPool()
        func refusal(_ name: String, _ mapping: JSONValue) async throws -> String {
            try await counter.refusal(
                "SetIdentityPoolRoles",
                ["IdentityPoolId": .string(pool), "Roles": [:], "RoleMappings": .object([.init(name, mapping)])])
        }
        let good = rule("custom:team", "Equals", "blue", "blue")
        #expect(
            try await refusal(Counter.provider, mapping([good]))
                == "InvalidParameterException: (\(Counter.provider)) is not a valid RoleMapping ProviderName or is not "
                + "a configured provider.")
        #expect(
            try await refusal(mapped, mapping(Array(repeating: good, count: 26)))
                == "InvalidParameterException: Up to 25 rules can be specified per identity provider.")
        let wrong: [JSONValue] = [
            ["Type": "Rules", "AmbiguousRoleResolution": "Deny"], ["Type": "Token"], mapping([]),
            mapping([good.merging(["RoleARN": "arn:aws:iam::000000000000:user/kim"])]),
            mapping([good.merging(["MatchType": "Like"])]),
        ]
        for bad in wrong {
            let answer = try await refusal(mapped, bad)
            #expect(
                answer.hasPrefix("InvalidParameterException: ") || answer.hasPrefix("ValidationException: "),
                "\(answer)")
        }
        #expect(try await refusal(mapped, mapping(Array(repeating: good, count: 25))).hasPrefix("no error"))
        #expect(try await refusal(Counter.openIDProvider, mapping([good])).hasPrefix("no error"))
    }

    @Test func mappingsAreGivenBack() async throws {
        let pool = try await counter.makeOpenPool()
        try await counter.setRoles(
            pool, mappings: .object([.init(mapped, mapping([rule("sub", "Equals", "ann", "blue")]))]))
        let roles = try await counter.call("GetIdentityPoolRoles", ["IdentityPoolId": .string(pool)])
        #expect(roles["RoleMappings"]?[mapped]?["RulesConfiguration"]?["Rules"]?.array?.count == 1)
    }
}
