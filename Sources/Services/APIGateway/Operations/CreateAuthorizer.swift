import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func createAuthorizer(_ input: CreateAuthorizerRequest, _ call: Call) async throws -> Authorizer {
        let isPool = input.type == .cognitoUserPools
        let authorizer = Authorizer(
            id: newID(6), name: input.name, type: input.type, providerARNs: input.providerARNs,
            authType: input.authType ?? (isPool ? "cognito_user_pools" : "custom"),
            authorizerUri: input.authorizerUri, authorizerCredentials: input.authorizerCredentials,
            identitySource: input.identitySource,
            identityValidationExpression: input.identityValidationExpression,
            authorizerResultTtlInSeconds: input.authorizerResultTtlInSeconds)
        try authorizer.check()
        return try await change(input.restApiId, call) { transaction, record in
            try transaction.requireName(of: authorizer, in: record.id)
            guard try transaction.count(Authorizer.self, of: record.id) < APILimits.authorizers else {
                throw ServiceError.limitExceeded(
                    "Maximum number of authorizers for this API has been reached. Please contact AWS if you need "
                        + "additional authorizers.")
            }
            try transaction.save(authorizer, in: record.id)
            return authorizer
        }
    }
}

extension Snapshot {
    /// No other authorizer of the API has the name.
    func requireName(of authorizer: Authorizer, in apiID: String) throws {
        let others = try parts(Authorizer.self, of: apiID)
        guard !others.contains(where: { $0.name == authorizer.name && $0.id != authorizer.id }) else {
            throw ServiceError.badRequest(
                "Authorizer name must be unique. Authorizer \(authorizer.name ?? "") already exists in this RestApi.")
        }
    }
}
