import AWSClient
import ServiceKit
import Wire

/// Documents 000, 003 and 004: who signs in, and with what.
extension DemoBuilder {
    private static let poolName = "Demo-Cognito-Userpool"
    private static let scopes: JSONValue = ["openid", "email", "aws.cognito.signin.user.admin"]

    private func idp(_ operation: String, _ body: JSONValue) async throws -> JSONValue {
        try await client.json("cognito-idp", "AWSCognitoIdentityProviderService.\(operation)", body)
    }

    func makePool(_ places: inout DemoPlaces) async throws {
        let known = try await idp("ListUserPools", ["MaxResults": 60])
        if let id = Self.find(known["UserPools"], "Name", Self.poolName, "Id") {
            places.poolID = id
        } else {
            let made = try await idp(
                "CreateUserPool",
                [
                    "PoolName": .string(Self.poolName), "UsernameAttributes": ["email"],
                    "AutoVerifiedAttributes": ["email"],
                ])
            places.poolID = try required(made["UserPool"]?["Id"]?.string, "user pool")
        }
        try await makeDomain(&places)
        let pool = JSONValue.string(places.poolID)
        try await unlessThere(["InvalidParameterException"]) {
            _ = try await idp(
                "CreateResourceServer",
                [
                    "UserPoolId": pool, "Identifier": "com.test.test", "Name": "test",
                    "Scopes": [["ScopeName": "test.read", "ScopeDescription": "read tests"]],
                ])
        }
        try await makeClients(&places)
    }

    private func makeDomain(_ places: inout DemoPlaces) async throws {
        let pool = JSONValue.string(places.poolID)
        let described = try await idp("DescribeUserPool", ["UserPoolId": pool])
        if let domain = described["UserPool"]?["Domain"]?.string {
            places.domain = domain
            return
        }
        places.domain = "demo-domain"
        _ = try await idp("CreateUserPoolDomain", ["Domain": .string(places.domain), "UserPoolId": pool])
    }

    private func makeClients(_ places: inout DemoPlaces) async throws {
        let listed = try await idp("ListUserPoolClients", ["UserPoolId": .string(places.poolID), "MaxResults": 60])
        let known = listed["UserPoolClients"]
        let files = try await makeClient(
            "DemoFilesClient", known, places,
            codeFlow(back: publicURL + "/_hanok/files/authorize", out: publicURL + "/_hanok/files/")
                + [.init("GenerateSecret", true)])
        (places.filesClientID, places.filesClientSecret) = (files.id, files.secret)
        places.postsClientID = try await makeClient(
            "DemoAppClient", known, places,
            codeFlow(back: publicURL + "/_hanok/posts", out: publicURL + "/_hanok/posts")
        ).id
        places.machineClientID = try await makeClient(
            "DemoServerClient", known, places,
            [
                .init("GenerateSecret", true), .init("AllowedOAuthFlows", ["client_credentials"]),
                .init("AllowedOAuthScopes", ["com.test.test/test.read"]),
                .init("AllowedOAuthFlowsUserPoolClient", true),
            ]
        ).id
    }

    private func codeFlow(back: String, out: String) -> [JSONValue.Member] {
        [
            .init("SupportedIdentityProviders", ["COGNITO"]), .init("CallbackURLs", [.string(back)]),
            .init("LogoutURLs", [.string(out)]), .init("AllowedOAuthFlows", ["code"]),
            .init("AllowedOAuthScopes", Self.scopes), .init("AllowedOAuthFlowsUserPoolClient", true),
            .init(
                "ExplicitAuthFlows",
                ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]),
        ]
    }

    private func makeClient(
        _ name: String, _ known: JSONValue?, _ places: DemoPlaces, _ members: [JSONValue.Member]
    ) async throws -> (id: String, secret: String) {
        let pool = JSONValue.string(places.poolID)
        if let id = Self.find(known, "ClientName", name, "ClientId") {
            let described = try await idp("DescribeUserPoolClient", ["UserPoolId": pool, "ClientId": .string(id)])
            let current = described["UserPoolClient"]
            try await keepAddresses(current, members, pool)
            return (id, current?["ClientSecret"]?.string ?? "")
        }
        let made = try await idp(
            "CreateUserPoolClient",
            .object([.init("UserPoolId", pool), .init("ClientName", .string(name))] + members))["UserPoolClient"]
        return (try required(made?["ClientId"]?.string, name), made?["ClientSecret"]?.string ?? "")
    }

    /// The server may be started at another port or another public address: sign-in has to come back to it.
    private func keepAddresses(_ current: JSONValue?, _ members: [JSONValue.Member], _ pool: JSONValue) async throws {
        let names = ["CallbackURLs", "LogoutURLs"]
        let wanted = members.filter { names.contains($0.key) }
        guard let current, wanted.contains(where: { current[$0.key] != $0.value }) else { return }
        let dropped = ["ClientSecret", "LastModifiedDate", "CreationDate"] + wanted.map(\.key)
        let kept = (current.members ?? []).filter { !dropped.contains($0.key) }
        _ = try await idp("UpdateUserPoolClient", .object(kept + wanted))
    }
}
