import APIGatewayModel
import ServiceKit

/// Every operation served, who may call it, and which IAM actions on which resources it needs. API Gateway's actions are
/// methods, its resources the paths of its own API.
extension APIGateway {
    package var operations: [Operation] {
        apiOperations + methodOperations + stageOperations + keyOperations + domainOperations + tagOperations
    }

    private var apiOperations: [Operation] {
        [
            signed(createRestApi, needs: { [try await need("POST", "/restapis", $1, RequestedTags($0.tags))] }),
            signed(getRestApi, needs: { [try await need("GET", "/restapis/\($0.restApiId)", $1)] }),
            signed(getRestApis, needs: { [try await need("GET", "/restapis", $1)] }),
            signed(updateRestApi, needs: { [try await need("PATCH", "/restapis/\($0.restApiId)", $1)] }),
            signed(deleteRestApi, needs: { [try await need("DELETE", "/restapis/\($0.restApiId)", $1)] }),
            signed(
                createAuthorizer,
                needs: {
                    [try await need("POST", "/restapis/\($0.restApiId)/authorizers", $1)]
                        + PassedRoles.permissions([$0.authorizerCredentials])
                }),
            signed(
                getAuthorizer,
                needs: { [try await need("GET", "/restapis/\($0.restApiId)/authorizers/\($0.authorizerId)", $1)] }),
            signed(getAuthorizers, needs: { [try await need("GET", "/restapis/\($0.restApiId)/authorizers", $1)] }),
            signed(
                updateAuthorizer,
                needs: {
                    [try await need("PATCH", "/restapis/\($0.restApiId)/authorizers/\($0.authorizerId)", $1)]
                        + PassedRoles.permissions($0.patchOperations, at: "authorizerCredentials")
                }),
            signed(
                deleteAuthorizer,
                needs: { [try await need("DELETE", "/restapis/\($0.restApiId)/authorizers/\($0.authorizerId)", $1)] }),
            signed(
                putGatewayResponse,
                needs: {
                    [
                        try await need(
                            "PUT", "/restapis/\($0.restApiId)/gatewayresponses/\($0.responseType.rawValue)", $1)
                    ]
                }),
            signed(
                getGatewayResponse,
                needs: {
                    [
                        try await need(
                            "GET", "/restapis/\($0.restApiId)/gatewayresponses/\($0.responseType.rawValue)", $1)
                    ]
                }),
            signed(
                getGatewayResponses,
                needs: { [try await need("GET", "/restapis/\($0.restApiId)/gatewayresponses", $1)] }),
            signed(
                updateGatewayResponse,
                needs: {
                    [
                        try await need(
                            "PATCH", "/restapis/\($0.restApiId)/gatewayresponses/\($0.responseType.rawValue)", $1)
                    ]
                }),
            signed(
                deleteGatewayResponse,
                needs: {
                    [
                        try await need(
                            "DELETE", "/restapis/\($0.restApiId)/gatewayresponses/\($0.responseType.rawValue)", $1)
                    ]
                }),
            signed(
                createRequestValidator,
                needs: { [try await need("POST", "/restapis/\($0.restApiId)/requestvalidators", $1)] }),
            signed(
                getRequestValidator,
                needs: {
                    [try await need("GET", "/restapis/\($0.restApiId)/requestvalidators/\($0.requestValidatorId)", $1)]
                }),
            signed(
                getRequestValidators,
                needs: { [try await need("GET", "/restapis/\($0.restApiId)/requestvalidators", $1)] }),
            signed(
                updateRequestValidator,
                needs: {
                    [
                        try await need(
                            "PATCH", "/restapis/\($0.restApiId)/requestvalidators/\($0.requestValidatorId)", $1)
                    ]
                }),
            signed(
                deleteRequestValidator,
                needs: {
                    [
                        try await need(
                            "DELETE", "/restapis/\($0.restApiId)/requestvalidators/\($0.requestValidatorId)", $1)
                    ]
                }),
            signed(
                importRestApi,
                needs: { [try await need("POST", "/restapis", $1)] + PassedRoles.permissions(inDocument: $0.body) },
                bodyLimit: 6 << 20),
            signed(
                putRestApi,
                needs: {
                    [try await need("PUT", "/restapis/\($0.restApiId)", $1)]
                        + PassedRoles.permissions(inDocument: $0.body)
                }, bodyLimit: 6 << 20),
            signed(
                getExport,
                needs: { input, call in
                    let path = "/restapis/\(input.restApiId)/stages/\(input.stageName)/exports/\(input.exportType)"
                    return [try await need("GET", path, call)]
                }),
            signed(
                getModel, needs: { [try await need("GET", "/restapis/\($0.restApiId)/models/\($0.modelName)", $1)] }),
            signed(getModels, needs: { [try await need("GET", "/restapis/\($0.restApiId)/models", $1)] }),
            signed(
                testInvokeAuthorizer,
                needs: { [try await need("POST", "/restapis/\($0.restApiId)/authorizers/\($0.authorizerId)", $1)] }),
            signed(
                testInvokeMethod,
                needs: {
                    [
                        try await need(
                            "POST", "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)", $1)
                    ]
                }),
        ]
    }

    private var tagOperations: [Operation] {
        [
            signed(
                tagResource,
                needs: { [try await need("PUT", tagsOf: $0.resourceArn, RequestedTags($0.tags), $1)] }),
            signed(
                untagResource,
                needs: { input, call in
                    let tags = RequestedTags(removing: input.tagKeys)
                    return [try await need("DELETE", tagsOf: input.resourceArn, tags, call)]
                }),
            signed(getTags, needs: { [try await need("GET", tagsOf: $0.resourceArn, nil, $1)] }),
        ]
    }

    func need(
        _ method: String, _ path: String, _ call: Call, _ tags: RequestedTags? = nil
    ) async throws -> Permission {
        try await permission("apigateway:\(method)", on: Self.arn(path, call.region), tags: tags)
    }
}
