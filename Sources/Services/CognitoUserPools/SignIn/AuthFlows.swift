import CognitoUserPoolsModel
import ServiceKit
import Storage

/// The flows of InitiateAuth and AdminInitiateAuth.
extension CognitoUserPools {
    func begin(
        _ flow: AuthFlowType, _ parameters: [String: String], session: String? = nil, _ context: SignInContext
    ) async throws -> SignInStep {
        try admit(context.call, .authentication)
        let client = context.client
        switch flow {
        case .refreshTokenAuth, .refreshToken:
            try require(client.allowsRefresh, flow)
            return try await refresh(parameters, context)
        case .userPasswordAuth:
            try require(client.allows(.allowUserPasswordAuth, .userPasswordAuth), flow)
            return try await signInByPassword(parameters, context)
        case .adminUserPasswordAuth, .adminNoSrpAuth:
            guard context.byAdministrator else {
                throw ServiceError.invalidParameter("Initiate Auth method not supported.")
            }
            guard client.allows(.allowAdminUserPasswordAuth, .adminNoSrpAuth) else {
                throw ServiceError.invalidParameter("Auth flow not enabled for this client")
            }
            return try await signInByPassword(parameters, context)
        case .userSrpAuth:
            try require(client.allows(.allowUserSrpAuth, nil) || client.isLegacy, flow)
            return try await signInBySRP(parameters, context)
        case .customAuth:
            try require(client.allows(.allowCustomAuth, .customAuthFlowOnly), flow)
            return try await beginCustom(parameters, context)
        case .userAuth:
            try require(client.allows(.allowUserAuth, nil), flow)
            return try await beginChoice(parameters, session: session, context)
        default: throw ServiceError.invalidParameter("Initiate Auth method not supported.")
        }
    }

    private func require(_ isEnabled: Bool, _ flow: AuthFlowType) throws {
        guard isEnabled else {
            throw ServiceError.invalidParameter("\(flow.rawValue) flow not enabled for this client")
        }
    }

    private func signInBySRP(_ parameters: [String: String], _ context: SignInContext) async throws -> SignInStep {
        let name = try signInName(parameters)
        _ = try parameter("SRP_A", parameters)
        try checkSecretHash(parameters["SECRET_HASH"], of: context.client, names: [name])
        let user = try await signInUser(named: name, context)
        try await runPreAuthentication(
            user, name: name, context.pool, context.client, context.metadata, context.call)
        var session = AuthSession(context.client, user, name: name, at: context.call.time, randomness)
        session[.deviceKey] = deviceKey(parameters)
        return try await beginSRP(parameters, session, user, context.pool, context.call)
    }

    /// The user whom a name means; nil for one who is not there, where the client must not learn so.
    func signInUser(named name: String, _ context: SignInContext) async throws -> User? {
        let user = try await store.read { snapshot in try snapshot.user(name, in: context.pool) }
        guard user != nil || context.client.hidesUnknownUsers else { throw ServiceError.noUser }
        return user
    }

    static let longestName = 128

    /// The device a sign-in says it comes from; what is longer than any device's key is none.
    func deviceKey(_ parameters: [String: String]) -> String? {
        parameters["DEVICE_KEY"].flatMap { $0.utf8.count <= 55 ? $0 : nil }
    }

    /// The name somebody signs in with.
    func signInName(_ parameters: [String: String]) throws -> String {
        let name = try parameter("USERNAME", parameters)
        guard name.unicodeScalars.count <= Self.longestName else {
            throw ServiceError.invalidParameter(
                "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must have "
                    + "length less than or equal to \(Self.longestName)")
        }
        return name
    }

    func parameter(_ name: String, _ parameters: [String: String]) throws -> String {
        guard let value = parameters[name], !value.isEmpty else {
            throw ServiceError.invalidParameter("Missing required parameter \(name)")
        }
        return value
    }
}

extension UserPoolClient {
    func allows(_ flow: ExplicitAuthFlowsType, _ legacy: ExplicitAuthFlowsType?) -> Bool {
        settings.explicitAuthFlows.contains(flow) || legacy.map(settings.explicitAuthFlows.contains) == true
    }

    /// Its flows are written without `ALLOW_`.
    var isLegacy: Bool { !settings.explicitAuthFlows.contains { $0.rawValue.hasPrefix("ALLOW_") } }

    /// Clients with flows of the older form may always refresh. Rotated tokens are renewed by
    /// GetTokensFromRefreshToken only.
    var allowsRefresh: Bool {
        guard !rotatesRefreshTokens else { return false }
        return isLegacy || settings.explicitAuthFlows.contains(.allowRefreshTokenAuth)
    }

    var rotatesRefreshTokens: Bool { settings.refreshTokenRotation?.feature == .enabled }
}
