import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    private static let paths = [
        "/name", "/type", "/authType", "/authorizerUri", "/authorizerCredentials", "/identitySource",
        "/identityValidationExpression", "/authorizerResultTtlInSeconds", "/providerARNs",
    ]

    func updateAuthorizer(_ input: UpdateAuthorizerRequest, _ call: Call) async throws -> Authorizer {
        try await change(input.restApiId, call) { transaction, record in
            var authorizer = try transaction.requireRESTAuthorizer(input.authorizerId, of: record.id)
            try Patch.apply(input.patchOperations, paths: Self.paths) { step in
                let isRemoved = step.op == .remove
                switch step.parts.first {
                case "name"?: authorizer.name = step.text
                case "type"?: authorizer.type = AuthorizerType(rawValue: step.text)
                case "authType"?: authorizer.authType = isRemoved ? nil : step.text
                case "authorizerUri"?: authorizer.authorizerUri = step.text
                case "authorizerCredentials"?:
                    authorizer.authorizerCredentials = isRemoved || step.text.isEmpty ? nil : step.text
                case "identitySource"?: authorizer.identitySource = step.text
                case "identityValidationExpression"?:
                    authorizer.identityValidationExpression = isRemoved || step.text.isEmpty ? nil : step.text
                case "authorizerResultTtlInSeconds"?: authorizer.authorizerResultTtlInSeconds = try step.int()
                case "providerARNs"?:
                    step.apply(to: &authorizer.providerARNs, named: step.parts.dropFirst().last ?? step.text)
                default: return false
                }
                return true
            }
            try authorizer.check()
            try transaction.requireName(of: authorizer, in: record.id)
            try transaction.save(authorizer, in: record.id)
            return authorizer
        }
    }
}
