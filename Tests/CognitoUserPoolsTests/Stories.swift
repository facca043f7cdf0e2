import FoundationEssentials
import ServiceKit
import Testing
import Wire

/// Steps that many stories begin with.
extension Directory {
    func makePool(_ more: JSONValue = [:], region: String = "us-east-1") async throws -> String {
        let made = try await call("CreateUserPool", (["PoolName": "people"] as JSONValue).merging(more), region: region)
        return try #require(made.text("UserPool", "Id"))
    }

    func makeClient(_ pool: String, _ more: JSONValue = [:]) async throws -> String {
        let input: JSONValue = [
            "UserPoolId": .string(pool), "ClientName": "app",
            "ExplicitAuthFlows": [
                "ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH",
            ],
        ]
        return try #require(
            try await call("CreateUserPoolClient", input.merging(more)).text("UserPoolClient", "ClientId"))
    }

    static let password = "Correct-horse-7"

    func makeUser(_ pool: String, _ name: String = "ann", attributes: [String: String] = [:]) async throws {
        try await call(
            "AdminCreateUser",
            [
                "UserPoolId": .string(pool), "Username": .string(name), "MessageAction": "SUPPRESS",
                "UserAttributes": Self.attributes(attributes),
            ])
        try await call(
            "AdminSetUserPassword",
            [
                "UserPoolId": .string(pool), "Username": .string(name), "Password": .string(Self.password),
                "Permanent": true,
            ])
    }

    static func attributes(_ values: [String: String]) -> JSONValue {
        .array(
            values.sorted { $0.key < $1.key }.map { ["Name": .string($0.key), "Value": .string($0.value)] })
    }

    func signInInput(_ client: String, _ name: String = "ann", password: String = password) -> JSONValue {
        [
            "ClientId": .string(client), "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": ["USERNAME": .string(name), "PASSWORD": .string(password)],
        ]
    }

    func signIn(_ client: String, _ name: String = "ann", password: String = password) async throws -> Tokens {
        try Tokens(try await call("InitiateAuth", signInInput(client, name, password: password)))
    }

    func refreshInput(_ client: String, _ token: String) -> JSONValue {
        [
            "ClientId": .string(client), "AuthFlow": "REFRESH_TOKEN_AUTH",
            "AuthParameters": ["REFRESH_TOKEN": .string(token)],
        ]
    }
}

/// What a sign-in gave.
struct Tokens {
    var id: String
    var access: String
    var refresh: String?
    var expiresIn: Int?

    init(_ reply: JSONValue) throws {
        let result = try #require(reply["AuthenticationResult"])
        id = try #require(result.text("IdToken"))
        access = try #require(result.text("AccessToken"))
        refresh = result.text("RefreshToken")
        expiresIn = result["ExpiresIn"]?.int
    }

    static func payload(_ token: String) throws -> JSONValue {
        let parts = token.split(separator: ".")
        try #require(parts.count == 3)
        return try JSONValue(parsing: try #require(Base64URL.decode(parts[1])))
    }

    static func header(_ token: String) throws -> JSONValue {
        try JSONValue(parsing: try #require(Base64URL.decode(token.prefix { $0 != "." })))
    }
}
