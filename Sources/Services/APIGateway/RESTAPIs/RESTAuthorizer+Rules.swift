import APIGatewayModel
import ServiceKit
import Wire

extension Authorizer {
    /// What AWS asks of an authorizer of a REST API.
    func check() throws {
        guard (1...128).contains((name ?? "").unicodeScalars.count) else {
            throw ServiceError.badRequest("Invalid authorizer name specified")
        }
        let sources = (identitySource ?? "").split(separator: ",").map { $0.drop { $0 == " " } }
        guard sources.allSatisfy({ IdentitySource(v1: String($0)) != nil }) else {
            throw ServiceError.badRequest("Invalid identity source specified: \(identitySource ?? "")")
        }
        if let ttl = authorizerResultTtlInSeconds, !(0...3600).contains(ttl) {
            throw ServiceError.badRequest("Authorizer result ttl must be between 0 and 3600 seconds")
        }
        if let expression = identityValidationExpression, (try? SelectionPattern(expression)) == nil {
            throw ServiceError.badRequest("Invalid identity validation expression specified: \(expression)")
        }
        switch type {
        case .cognitoUserPools?:
            guard let arns = providerARNs, !arns.isEmpty, arns.allSatisfy({ UserPoolName(arn: $0) != nil }) else {
                throw ServiceError.badRequest("Invalid provider ARN specified for COGNITO_USER_POOLS authorizer")
            }
            try checkOneHeader(sources.count)
        case .token?:
            try checkFunction()
            try checkOneHeader(sources.count)
        case .request?:
            try checkFunction()
            guard !sources.isEmpty || authorizerResultTtlInSeconds == 0 else {
                throw ServiceError.badRequest(
                    "Identity source is required for REQUEST authorizers with caching enabled")
            }
        default: throw ServiceError.badRequest("Invalid authorizer type specified")
        }
    }

    private func checkOneHeader(_ count: Int) throws {
        guard count == 1, identitySource?.hasPrefix("method.request.header.") == true else {
            throw ServiceError.badRequest("Identity source must be a single header for authorizers of this type")
        }
    }

    private func checkFunction() throws {
        guard FunctionTarget(authorizerUri ?? "") != nil else {
            throw ServiceError.badRequest(
                "Invalid Authorizer URI: \(authorizerUri ?? ""). Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation."
            )
        }
    }
}

/// `arn:aws:cognito-idp:REGION:ACCOUNT:userpool/POOL`
struct UserPoolName: Sendable {
    let region: String
    let id: String

    init?(arn text: String) {
        guard let arn = ARN(text), arn.service == "cognito-idp", arn.resource.hasPrefix("userpool/") else { return nil }
        region = arn.region
        id = String(arn.resource.dropFirst("userpool/".count))
        guard !id.isEmpty else { return nil }
    }

    /// AWS's name of the pool as an issuer; the pool is found by it here.
    var issuer: String { "https://cognito-idp.\(region).amazonaws.com/\(id)" }
}
