import APIGatewayV2Model
import ServiceKit
import Storage

extension Authorizer {
    static let longestTTL = 3600

    /// What AWS asks of an authorizer of an HTTP API.
    func check() throws {
        guard (1...128).contains(name.unicodeScalars.count) else {
            throw ServiceError.badRequest("Invalid authorizer name specified")
        }
        for source in identitySource ?? [] {
            guard IdentitySource(v2: source) != nil else {
                throw ServiceError.badRequest("Invalid identity source specified: \(source)")
            }
        }
        if authorizerType == .jwt { try checkJWT() } else { try checkRequest() }
    }

    private func checkJWT() throws {
        guard authorizerType == .jwt, identitySource?.count == 1 else {
            throw ServiceError.badRequest("Exactly one identity source is required for JWT authorizers")
        }
        guard let issuer = jwtConfiguration?.issuer, HTTPTarget.isURL(issuer) else {
            throw ServiceError.badRequest("Invalid issuer: a URL is required for JWT authorizers")
        }
        guard jwtConfiguration?.audience?.isEmpty == false else {
            throw ServiceError.badRequest("At least one audience is required for JWT authorizers")
        }
        guard authorizerUri == nil, enableSimpleResponses == nil, authorizerPayloadFormatVersion == nil else {
            throw ServiceError.badRequest("Settings of Lambda authorizers are not supported for JWT authorizers")
        }
    }

    private func checkRequest() throws {
        guard authorizerType == .request else {
            throw ServiceError.badRequest("Invalid authorizer type specified. Must be one of [JWT, REQUEST]")
        }
        guard FunctionTarget(authorizerUri ?? "") != nil else {
            throw ServiceError.badRequest("Invalid authorizer URI specified")
        }
        guard let version = authorizerPayloadFormatVersion, version == "1.0" || version == "2.0" else {
            throw ServiceError.badRequest(
                "AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer and must be one of [1.0, 2.0]"
            )
        }
        if enableSimpleResponses == true, version != "2.0" {
            throw ServiceError.badRequest("Simple responses are supported for payload format version 2.0 only")
        }
        let ttl = authorizerResultTtlInSeconds ?? 0
        guard (0...Self.longestTTL).contains(ttl) else {
            throw ServiceError.badRequest("AuthorizerResultTtlInSeconds must be between 0 and 3600")
        }
        guard ttl == 0 || identitySource?.isEmpty == false else {
            throw ServiceError.badRequest("Identity sources are required when caching is enabled")
        }
    }
}

extension Snapshot {
    func requireAuthorizer(_ id: String, of apiID: String) throws -> Authorizer {
        guard let authorizer = try part(Authorizer.self, id, of: apiID) else {
            throw ServiceError.notFound("Unable to find Authorizer by ID \(id) within the provided API")
        }
        return authorizer
    }
}
