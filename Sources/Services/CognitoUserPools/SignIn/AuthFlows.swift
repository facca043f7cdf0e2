import CognitoUserPoolsModel
import ServiceKit
import Storage

/// The flows of InitiateAuth and AdminInitiateAuth.
extension CognitoUserPools {
    func begin(
        _ flow: AuthFlowType, _ parameters: [String: String], _ pool: UserPool, _ client: UserPoolClient,
        byAdministrator: Bool, _ call: Call
    ) async throws -> SignInStep {
        switch flow {
        case .refreshTokenAuth, .refreshToken:
            try require(client.allowsRefresh, flow)
            return try await refresh(parameters, pool, client, call)
        case .userPasswordAuth:
            try require(client.allows(.allowUserPasswordAuth, .userPasswordAuth), flow)
            return try await signInByPassword(parameters, pool, client, call)
        case .adminUserPasswordAuth, .adminNoSrpAuth:
            guard byAdministrator else {
                throw ServiceError.invalidParameter("Initiate Auth method not supported.")
            }
            guard client.allows(.allowAdminUserPasswordAuth, .adminNoSrpAuth) else {
                throw ServiceError.invalidParameter("Auth flow not enabled for this client")
            }
            return try await signInByPassword(parameters, pool, client, call)
        case .userSrpAuth:
            try require(client.allows(.allowUserSrpAuth, nil) || client.isLegacy, flow)
            throw ServiceError.notSupported(flow.rawValue)
        case .customAuth:
            try require(client.allows(.allowCustomAuth, .customAuthFlowOnly), flow)
            throw ServiceError.notSupported(flow.rawValue)
        default:
            try require(client.allows(.allowUserAuth, nil), flow)
            throw ServiceError.notSupported(flow.rawValue)
        }
    }

    private func require(_ isEnabled: Bool, _ flow: AuthFlowType) throws {
        guard isEnabled else {
            throw ServiceError.invalidParameter("\(flow.rawValue) flow not enabled for this client")
        }
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

    /// Clients with flows of the older form may always refresh.
    var allowsRefresh: Bool { isLegacy || settings.explicitAuthFlows.contains(.allowRefreshTokenAuth) }
}
