import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Wire

/// What PreTokenGeneration changes in the tokens that are about to be signed.
struct TokenCustomization: Sendable {
    struct Claims: Sendable {
        var added: [JSONValue.Member] = []
        var suppressed: Set<String> = []
        var addedScopes: [String] = []
        var suppressedScopes: Set<String> = []

        init() {}

        init(_ value: JSONValue?, key: (added: String, suppressed: String)) {
            added = value?[key.added]?.members ?? []
            suppressed = Set(value?[key.suppressed]?.array?.compactMap(\.string) ?? [])
            addedScopes = value?["scopesToAdd"]?.array?.compactMap(\.string) ?? []
            suppressedScopes = Set(value?["scopesToSuppress"]?.array?.compactMap(\.string) ?? [])
        }
    }

    var id = Claims()
    var access = Claims()
    /// The groups, roles and preferred role in the place of the user's own.
    var groups: [String]?
    var roles: [String]?
    var preferredRole: String?

    /// Version 1 changes the ID token alone; 2 and 3 both.
    init(_ response: JSONValue) {
        let first = response["claimsOverrideDetails"]
        let later = response["claimsAndScopeOverrideDetails"]
        let keys = (added: "claimsToAddOrOverride", suppressed: "claimsToSuppress")
        id = Claims(later?["idTokenGeneration"] ?? first, key: keys)
        access = Claims(later?["accessTokenGeneration"], key: keys)
        let override = later?["groupOverrideDetails"] ?? first?["groupOverrideDetails"]
        groups = override?["groupsToOverride"]?.array?.compactMap(\.string)
        roles = override?["iamRolesToOverride"]?.array?.compactMap(\.string)
        preferredRole = override?["preferredRole"]?.string
    }

    /// Claims that only the pool says.
    private static let reservedInID: Set<String> = [
        "acr", "amr", "at_hash", "auth_time", "azp", "aud", "cognito:username", "event_id", "exp", "iat", "identities",
        "iss", "jti", "nbf", "nonce", "origin_jti", "sub", "token_use",
    ]
    private static let reservedInAccess: Set<String> = [
        "acr", "amr", "at_hash", "auth_time", "azp", "client_id", "event_id", "exp", "iat", "iss", "jti", "nbf",
        "nonce",
        "origin_jti", "scope", "sub", "token_use", "username", "version",
    ]

    func applied(toID payload: [UInt8]) throws -> [UInt8] { try apply(id, Self.reservedInID, payload, isAccess: false) }

    func applied(toAccess payload: [UInt8]) throws -> [UInt8] {
        try apply(access, Self.reservedInAccess, payload, isAccess: true)
    }

    private func apply(
        _ claims: Claims, _ reserved: Set<String>, _ payload: [UInt8], isAccess: Bool
    ) throws -> [UInt8] {
        var members = try JSONValue(parsing: payload).members ?? []
        func set(_ name: String, _ value: JSONValue) {
            if let index = members.firstIndex(where: { $0.key == name }) {
                members[index].value = value
            } else {
                members.append(JSONValue.Member(name, value))
            }
        }
        if let groups { set("cognito:groups", .array(groups.map(JSONValue.string))) }
        if !isAccess {
            if let roles { set("cognito:roles", .array(roles.map(JSONValue.string))) }
            if let preferredRole { set("cognito:preferred_role", .string(preferredRole)) }
        }
        members.removeAll { claims.suppressed.contains($0.key) && !reserved.contains($0.key) }
        for claim in claims.added where !reserved.contains(claim.key) { set(claim.key, claim.value) }
        if isAccess, !claims.addedScopes.isEmpty || !claims.suppressedScopes.isEmpty {
            let present =
                members.first { $0.key == "scope" }?.value.string?.split(separator: " ").map(String.init) ?? []
            let kept = present.filter { !claims.suppressedScopes.contains($0) }
            let added = claims.addedScopes.filter { !kept.contains($0) && !$0.contains(" ") }
            set("scope", .string((kept + added).joined(separator: " ")))
        }
        return JSONValue.object(members).serialized()
    }
}

extension CognitoUserPools {
    /// - Parameter groups: the user's, by precedence.
    func tokenCustomization(
        _ grant: TokenGrant, groups: GroupClaims, at time: Date
    ) async throws -> TokenCustomization? {
        guard Trigger.preTokenGeneration.function(in: grant.pool.settings.lambda) != nil else { return nil }
        let version = Trigger.preTokenGeneration.eventVersion(in: grant.pool.settings.lambda)
        // Tokens for a client itself are the third version's business only.
        if grant.source == .clientCredentials, version != "3" { return nil }
        var request: [JSONValue.Member] = [
            .init("userAttributes", grant.source == .clientCredentials ? [:] : grant.user.triggerAttributes),
            .init(
                "groupConfiguration",
                [
                    "groupsToOverride": .array(groups.names.map(JSONValue.string)),
                    "iamRolesToOverride": .array(groups.roles.map(JSONValue.string)),
                    "preferredRole": groups.preferredRole.map(JSONValue.string) ?? .null,
                ]),
        ]
        if version != "1" {
            request.append(
                .init("scopes", .array((grant.scopes ?? [Self.selfServiceScope]).map(JSONValue.string))))
        }
        if let metadata = grant.metadata { request.append(.init("clientMetadata", .texts(metadata))) }
        let event = TriggerEvent(
            trigger: .preTokenGeneration, source: grant.source.rawValue, pool: grant.pool, clientID: grant.client.id,
            username: grant.source == .clientCredentials ? nil : grant.user.username, request: request,
            response: [.init(version == "1" ? "claimsOverrideDetails" : "claimsAndScopeOverrideDetails", .null)])
        return try await run(event, at: time).map(TokenCustomization.init)
    }
}
