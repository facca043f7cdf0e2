import ServiceKit
import TestSupport
import Testing
import Wire

@Suite struct ProviderTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private let details: JSONValue = [
        "client_id": "abc", "client_secret": "s3cret", "authorize_scopes": "openid email",
        "oidc_issuer": "https://id.example.com", "attributes_request_method": "GET",
    ]

    private func provider(_ pool: String, _ name: String = "Example", _ more: JSONValue = [:]) -> JSONValue {
        let input: JSONValue = [
            "UserPoolId": .string(pool), "ProviderName": .string(name), "ProviderType": "OIDC",
            "ProviderDetails": details, "AttributeMapping": ["email": "email"], "IdpIdentifiers": ["example.com"],
        ]
        return input.merging(more)
    }

    private func named(_ pool: String, _ name: String = "Example") -> JSONValue {
        ["UserPoolId": .string(pool), "ProviderName": .string(name)]
    }

    private func identity(_ provider: String, _ value: String, _ attribute: String = "Cognito_Subject") -> JSONValue {
        [
            "ProviderName": .string(provider), "ProviderAttributeName": .string(attribute),
            "ProviderAttributeValue": .string(value),
        ]
    }

    @Test func anOpenIDProviderIsMadeChangedAndDeleted() async throws {
        let pool = try await directory.makePool()
        let made = try #require(
            try await directory.call("CreateIdentityProvider", provider(pool))["IdentityProvider"])
        #expect(made["ProviderDetails"]?.text("client_secret") == "s3cret")
        #expect(made["AttributeMapping"]?.text("username") == "sub")
        #expect(made["ProviderDetails"]?.text("attributes_url_add_attributes") == "false")
        #expect(
            try await directory.refusal("CreateIdentityProvider", provider(pool))
                == "DuplicateProviderException: A provider with the name Example already exists in this User Pool.")
        #expect(
            try await directory.refusal("CreateIdentityProvider", provider(pool, "Other"))
                == "InvalidParameterException: IdpIdentifier example.com is already used by another identity provider.")
        let byIdentifier: JSONValue = ["UserPoolId": .string(pool), "IdpIdentifier": "example.com"]
        let found = try await directory.call("GetIdentityProviderByIdentifier", byIdentifier)
        #expect(found["IdentityProvider"] == made)
        let more: JSONValue = [
            "ProviderDetails": .object(
                (details.members ?? []).filter { $0.key != "client_secret" }
                    + [.init("authorize_url", "https://id.example.com/authorize")]),
            "AttributeMapping": ["name": "name"], "IdpIdentifiers": [],
        ]
        let updated = try await directory.call("UpdateIdentityProvider", named(pool).merging(more))
        #expect(updated["IdentityProvider"]?["ProviderDetails"]?.text("client_secret") == "s3cret")
        #expect(updated["IdentityProvider"]?["AttributeMapping"] == ["name": "name", "username": "sub"])
        #expect(
            try await directory.refusal("GetIdentityProviderByIdentifier", byIdentifier)
                .hasPrefix("ResourceNotFoundException: "))
        let client: JSONValue = [
            "UserPoolId": .string(pool), "ClientName": "app", "SupportedIdentityProviders": ["COGNITO", "Example"],
        ]
        try await directory.call("CreateUserPoolClient", client)
        try await directory.call("DeleteIdentityProvider", named(pool))
        #expect(
            try await directory.refusal("DescribeIdentityProvider", named(pool))
                == "ResourceNotFoundException: Identity provider Example does not exist.")
        #expect(
            try await directory.refusal("CreateUserPoolClient", client)
                == "InvalidParameterException: The provider Example does not exist for User Pool \(pool).")
    }

    @Test(
        arguments: [
            (["ProviderType": "SAML"], "SAML is not supported."),
            (["ProviderType": "Facebook", "ProviderName": "Facebook"], "Facebook is not supported."),
            (["ProviderName": "Google"], "Provider name Google cannot be used with provider type OIDC."),
            (
                ["ProviderDetails": ["client_id": "a"]],
                "Missing required identity provider details: authorize_scopes, oidc_issuer, "
                    + "attributes_request_method."
            ),
            (["AttributeMapping": ["sub": "sub"]], "Invalid attribute mapping: sub cannot be mapped."),
            (["AttributeMapping": ["custom:none": "x"]], "Invalid attribute mapping: custom:none cannot be mapped."),
        ] as [(JSONValue, String)])
    func whatCannotBeIsRefused(more: JSONValue, expected: String) async throws {
        let pool = try await directory.makePool()
        #expect(
            try await directory.refusal("CreateIdentityProvider", provider(pool, "Example", more))
                == "InvalidParameterException: \(expected)")
    }

    @Test(
        arguments: [
            (["attributes_request_method": "PUT"], "attributes_request_method must be GET or POST."),
            (["authorize_scopes": "email"], "authorize_scopes must contain openid."),
            (["oidc_issuer": "http://id.example.com"], "oidc_issuer must be an absolute https address."),
            (["token_url": "https://me@"], "token_url must be an absolute https address."),
            (["jwks_uri": "javascript:alert(1)"], "jwks_uri must be an absolute https address."),
            (["colour": "red"], "Unsupported identity provider details: colour."),
        ] as [(JSONValue, String)])
    func detailsThatCannotBe(more: JSONValue, expected: String) async throws {
        let pool = try await directory.makePool()
        let input = provider(pool, "Example", ["ProviderDetails": details.merging(more)])
        #expect(
            try await directory.refusal("CreateIdentityProvider", input) == "InvalidParameterException: \(expected)")
    }

    @Test func wellKnownProvidersShowTheirEndpoints() async throws {
        let pool = try await directory.makePool()
        let google: JSONValue = [
            "UserPoolId": .string(pool), "ProviderName": "Google", "ProviderType": "Google",
            "ProviderDetails": ["client_id": "a", "client_secret": "b", "authorize_scopes": "openid email"],
        ]
        let made = try await directory.call("CreateIdentityProvider", google)
        #expect(
            made["IdentityProvider"]?["ProviderDetails"]?.text("authorize_url")
                == "https://accounts.google.com/o/oauth2/v2/auth")
        let apple: JSONValue = [
            "UserPoolId": .string(pool), "ProviderName": "SignInWithApple", "ProviderType": "SignInWithApple",
            "ProviderDetails": [
                "client_id": "a", "team_id": "b", "key_id": "c", "private_key": "d", "authorize_scopes": "email name",
            ],
        ]
        let refusal = try await directory.refusal("CreateIdentityProvider", apple)
        #expect(refusal == "InvalidParameterException: SignInWithApple is not supported.")
        let amazon: JSONValue = [
            "UserPoolId": .string(pool), "ProviderName": "LoginWithAmazon", "ProviderType": "LoginWithAmazon",
            "ProviderDetails": ["client_id": "a", "client_secret": "b", "authorize_scopes": "profile"],
        ]
        try await directory.call("CreateIdentityProvider", amazon)
        let listed = try await directory.call("ListIdentityProviders", ["UserPoolId": .string(pool), "MaxResults": 1])
        #expect(listed["Providers"]?.array?.compactMap { $0.text("ProviderName") } == ["Google"])
        let next = try await directory.call(
            "ListIdentityProviders",
            ["UserPoolId": .string(pool), "MaxResults": 1, "NextToken": try #require(listed["NextToken"])])
        #expect(next["Providers"]?.array?.compactMap { $0.text("ProviderType") } == ["LoginWithAmazon"])
    }

    @Test func identitiesAreLinkedAndUnlinked() async throws {
        let pool = try await directory.makePool()
        try await directory.makeUser(pool)
        try await directory.makeUser(pool, "bob")
        try await directory.call("CreateIdentityProvider", provider(pool))
        func link(_ user: String, _ source: JSONValue) -> JSONValue {
            [
                "UserPoolId": .string(pool), "SourceUser": source,
                "DestinationUser": ["ProviderName": "Cognito", "ProviderAttributeValue": .string(user)],
            ]
        }
        let user: JSONValue = ["UserPoolId": .string(pool), "Username": "ann"]
        try await directory.call("AdminLinkProviderForUser", link("ann", identity("Example", "42")))
        #expect(
            try await directory.refusal("AdminLinkProviderForUser", link("ann", identity("Example", "42")))
                == "InvalidParameterException: SourceUser is already linked to DestinationUser")
        #expect(
            try await directory.refusal("AdminLinkProviderForUser", link("bob", identity("Example", "42")))
                == "InvalidParameterException: SourceUser is already linked to another user")
        #expect(
            try await directory.refusal("AdminLinkProviderForUser", link("bob", identity("Example", "x", "phone")))
                == "InvalidParameterException: Invalid ProviderAttributeName phone of SourceUser.")
        #expect(
            try await directory.refusal("AdminLinkProviderForUser", link("bob", identity("None", "42")))
                == "ResourceNotFoundException: Identity provider None does not exist.")
        #expect(
            try await directory.refusal("AdminLinkProviderForUser", link("eve", identity("Example", "1")))
                == "UserNotFoundException: User does not exist.")
        func identities() async throws -> JSONValue {
            let attributes = try await directory.call("AdminGetUser", user)["UserAttributes"]?.array ?? []
            let text = attributes.first { $0.text("Name") == "identities" }?.text("Value")
            return try text.map { try JSONValue(parsing: $0) } ?? .null
        }
        let entry = try #require(try await identities().array?.first)
        #expect(entry.text("userId") == "42" && entry.text("providerName") == "Example")
        #expect(entry.text("providerType") == "OIDC" && entry["primary"]?.bool == false)
        #expect(entry["issuer"] == .null && entry["dateCreated"]?.int != nil)
        for number in 1..<5 {
            try await directory.call("AdminLinkProviderForUser", link("ann", identity("Example", "more\(number)")))
        }
        #expect(
            try await directory.refusal("AdminLinkProviderForUser", link("ann", identity("Example", "6")))
                .hasPrefix("LimitExceededException: "))
        let unlink: JSONValue = ["UserPoolId": .string(pool), "User": identity("Example", "42")]
        try await directory.call("AdminDisableProviderForUser", unlink)
        #expect(try await identities().array?.count == 4)
        #expect(
            try await directory.refusal("AdminDisableProviderForUser", unlink)
                == "UserNotFoundException: User does not exist.")
        // A provider made anew under the name is another: nobody is linked to it.
        try await directory.call("DeleteIdentityProvider", named(pool))
        try await directory.call("CreateIdentityProvider", provider(pool))
        try await directory.call("AdminLinkProviderForUser", link("bob", identity("Example", "more2")))
        // Whom a link led to is gone: the identity is free.
        try await directory.call("AdminLinkProviderForUser", link("ann", identity("Example", "more1")))
        #expect(try await identities().array?.count == 4)
        try await directory.call("AdminDeleteUser", user)
        try await directory.call("AdminLinkProviderForUser", link("bob", identity("Example", "more1")))
    }

    @Test func aUserWithoutTheirPassword() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        try await directory.call(
            "AdminDisableProviderForUser", ["UserPoolId": .string(pool), "User": identity("Cognito", "ann")])
        #expect(
            try await directory.refusal("InitiateAuth", directory.signInInput(client))
                == "NotAuthorizedException: Incorrect username or password.")
    }
}
