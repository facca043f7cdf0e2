import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func updateAuthorizer(_ input: UpdateAuthorizerRequest, _ call: Call) async throws -> Authorizer {
        try await change(input.apiId, call) { transaction in
            var authorizer = try transaction.requireAuthorizer(input.authorizerId, of: input.apiId)
            if let name = input.name { authorizer.name = name }
            if let type = input.authorizerType { authorizer.authorizerType = type }
            if let uri = input.authorizerUri { authorizer.authorizerUri = uri }
            if let credentials = input.authorizerCredentialsArn {
                authorizer.authorizerCredentialsArn = credentials.isEmpty ? nil : credentials
            }
            if let version = input.authorizerPayloadFormatVersion {
                authorizer.authorizerPayloadFormatVersion = version
            }
            if let seconds = input.authorizerResultTtlInSeconds { authorizer.authorizerResultTtlInSeconds = seconds }
            if let isSimple = input.enableSimpleResponses { authorizer.enableSimpleResponses = isSimple }
            if let sources = input.identitySource { authorizer.identitySource = sources }
            if let configuration = input.jwtConfiguration { authorizer.jwtConfiguration = configuration }
            try authorizer.check()
            try transaction.save(authorizer, in: input.apiId)
            return authorizer
        }
    }
}
