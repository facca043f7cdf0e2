import APIGatewayModel
import ServiceKit
import Storage

extension Method {
    /// What AWS asks of a method.
    func check(in apiID: String, _ snapshot: any Snapshot) throws {
        let type = authorizationType ?? "NONE"
        guard ["NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"].contains(type) else {
            throw ServiceError.badRequest(
                "Invalid authorization type specified. Valid values are NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS")
        }
        if type == "CUSTOM" || type == "COGNITO_USER_POOLS" {
            let authorizer = try authorizerId.flatMap { try snapshot.part(Authorizer.self, $0, of: apiID) }
            guard let authorizer else {
                throw ServiceError.badRequest(
                    "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer."
                )
            }
            guard (authorizer.type == .cognitoUserPools) == (type == "COGNITO_USER_POOLS") else {
                throw ServiceError.badRequest("Invalid authorizer ID specified for the authorization type \(type)")
            }
        }
        guard authorizationScopes?.isEmpty != false || type == "COGNITO_USER_POOLS" else {
            throw ServiceError.badRequest(
                "Authorization scopes are supported for COGNITO_USER_POOLS authorization only")
        }
        for name in (requestParameters ?? [:]).keys {
            guard RequestParameterName(name) != nil else {
                throw ServiceError.badRequest(
                    "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
                        + "[Parameter name should be of the form method.request.{location}.{name}: \(name)]")
            }
        }
        guard requestModels?.values.allSatisfy({ $0 == "Empty" || $0 == "Error" }) != false else {
            throw ServiceError.unsupported("A model")
        }
        if let requestValidatorId, try snapshot.part(RequestValidator.self, requestValidatorId, of: apiID) == nil {
            throw ServiceError.badRequest("Invalid Request Validator identifier specified")
        }
    }
}

/// `method.request.querystring.page`
struct RequestParameterName: Sendable {
    enum Location: String, Sendable { case header, path, querystring, multivalueheader, multivaluequerystring }

    let location: Location
    let name: String

    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "method", parts[1] == "request",
            let location = Location(rawValue: String(parts[2])), !parts[3].isEmpty
        else { return nil }
        self.location = location
        name = String(parts[3])
    }
}
