import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func createAuthorizer(_ input: CreateAuthorizerRequest, _ call: Call) async throws -> Authorizer {
        let authorizer = Authorizer(
            authorizerCredentialsArn: input.authorizerCredentialsArn, authorizerId: gateway.newID(6),
            authorizerPayloadFormatVersion: input.authorizerPayloadFormatVersion,
            authorizerResultTtlInSeconds: input.authorizerResultTtlInSeconds, authorizerType: input.authorizerType,
            authorizerUri: input.authorizerUri, enableSimpleResponses: input.enableSimpleResponses,
            identitySource: input.identitySource, jwtConfiguration: input.jwtConfiguration, name: input.name)
        try authorizer.check()
        return try await change(input.apiId, call, deploys: false) { transaction in
            guard try transaction.count(Authorizer.self, of: input.apiId) < APILimits.authorizers else {
                throw ServiceError.tooMany("Authorizers")
            }
            try transaction.save(authorizer, in: input.apiId)
            return authorizer
        }
    }
}
