import APIGatewayV2Model
import ServiceKit

/// Every operation served, who may call it, and which IAM actions on which resources it needs. API Gateway's actions are
/// methods, its resources the paths of its own API.
extension APIGatewayV2 {
    package var operations: [Operation] {
        apiOperations + routeOperations + stageOperations + domainOperations + tagOperations
    }

    private var apiOperations: [Operation] {
        [
            signed(
                createApi,
                needs: {
                    [try await need("POST", "/apis", $1, RequestedTags($0.tags))]
                        + PassedRoles.permissions([$0.credentialsArn])
                }),
            signed(getApi, needs: { [try await need("GET", "/apis/\($0.apiId)", $1)] }),
            signed(getApis, needs: { [try await need("GET", "/apis", $1)] }),
            signed(
                updateApi,
                needs: {
                    [try await need("PATCH", "/apis/\($0.apiId)", $1)] + PassedRoles.permissions([$0.credentialsArn])
                }),
            signed(
                importApi,
                needs: {
                    [try await need("PUT", "/apis", $1)] + PassedRoles.permissions(inDocument: Array($0.body.utf8))
                }, bodyLimit: 6 << 20),
            signed(
                reimportApi,
                needs: {
                    [try await need("PUT", "/apis/\($0.apiId)", $1)]
                        + PassedRoles.permissions(inDocument: Array($0.body.utf8))
                }, bodyLimit: 6 << 20),
            signed(
                exportApi, needs: { [try await need("GET", "/apis/\($0.apiId)/exports/\($0.specification)", $1)] }),
            signed(deleteApi, needs: { [try await need("DELETE", "/apis/\($0.apiId)", $1)] }),
            signed(deleteCorsConfiguration, needs: { [try await need("DELETE", "/apis/\($0.apiId)/cors", $1)] }),
            signed(
                createAuthorizer,
                needs: {
                    [try await need("POST", "/apis/\($0.apiId)/authorizers", $1)]
                        + PassedRoles.permissions([$0.authorizerCredentialsArn])
                }),
            signed(
                getAuthorizer,
                needs: { [try await need("GET", "/apis/\($0.apiId)/authorizers/\($0.authorizerId)", $1)] }),
            signed(getAuthorizers, needs: { [try await need("GET", "/apis/\($0.apiId)/authorizers", $1)] }),
            signed(
                updateAuthorizer,
                needs: {
                    [try await need("PATCH", "/apis/\($0.apiId)/authorizers/\($0.authorizerId)", $1)]
                        + PassedRoles.permissions([$0.authorizerCredentialsArn])
                }),
            signed(
                deleteAuthorizer,
                needs: { [try await need("DELETE", "/apis/\($0.apiId)/authorizers/\($0.authorizerId)", $1)] }),
        ]
    }

    private var routeOperations: [Operation] {
        [
            signed(
                createIntegration,
                needs: {
                    [try await need("POST", "/apis/\($0.apiId)/integrations", $1)]
                        + PassedRoles.permissions([$0.credentialsArn])
                }),
            signed(
                getIntegration,
                needs: { [try await need("GET", "/apis/\($0.apiId)/integrations/\($0.integrationId)", $1)] }),
            signed(getIntegrations, needs: { [try await need("GET", "/apis/\($0.apiId)/integrations", $1)] }),
            signed(
                updateIntegration,
                needs: {
                    [try await need("PATCH", "/apis/\($0.apiId)/integrations/\($0.integrationId)", $1)]
                        + PassedRoles.permissions([$0.credentialsArn])
                }),
            signed(
                deleteIntegration,
                needs: { [try await need("DELETE", "/apis/\($0.apiId)/integrations/\($0.integrationId)", $1)] }),
            signed(createRoute, needs: { [try await need("POST", "/apis/\($0.apiId)/routes", $1)] }),
            signed(getRoute, needs: { [try await need("GET", "/apis/\($0.apiId)/routes/\($0.routeId)", $1)] }),
            signed(getRoutes, needs: { [try await need("GET", "/apis/\($0.apiId)/routes", $1)] }),
            signed(updateRoute, needs: { [try await need("PATCH", "/apis/\($0.apiId)/routes/\($0.routeId)", $1)] }),
            signed(deleteRoute, needs: { [try await need("DELETE", "/apis/\($0.apiId)/routes/\($0.routeId)", $1)] }),
            signed(
                deleteRouteRequestParameter,
                needs: { input, call in
                    let path = "/apis/\(input.apiId)/routes/\(input.routeId)/requestparameters/"
                    return [try await need("DELETE", path + input.requestParameterKey, call)]
                }),
        ]
    }

    private var stageOperations: [Operation] {
        [
            signed(
                createStage,
                needs: { [try await need("POST", "/apis/\($0.apiId)/stages", $1, RequestedTags($0.tags))] }),
            signed(getStage, needs: { [try await need("GET", "/apis/\($0.apiId)/stages/\($0.stageName)", $1)] }),
            signed(getStages, needs: { [try await need("GET", "/apis/\($0.apiId)/stages", $1)] }),
            signed(updateStage, needs: { [try await need("PATCH", "/apis/\($0.apiId)/stages/\($0.stageName)", $1)] }),
            signed(deleteStage, needs: { [try await need("DELETE", "/apis/\($0.apiId)/stages/\($0.stageName)", $1)] }),
            signed(
                deleteAccessLogSettings,
                needs: { input, call in
                    let path = "/apis/\(input.apiId)/stages/\(input.stageName)/accesslogsettings"
                    return [try await need("DELETE", path, call)]
                }),
            signed(
                deleteRouteSettings,
                needs: { input, call in
                    let path = "/apis/\(input.apiId)/stages/\(input.stageName)/routesettings/\(input.routeKey)"
                    return [try await need("DELETE", path, call)]
                }),
            signed(
                resetAuthorizersCache,
                needs: { input, call in
                    let path = "/apis/\(input.apiId)/stages/\(input.stageName)/cache/authorizers"
                    return [try await need("DELETE", path, call)]
                }),
            signed(createDeployment, needs: { [try await need("POST", "/apis/\($0.apiId)/deployments", $1)] }),
            signed(
                getDeployment,
                needs: { [try await need("GET", "/apis/\($0.apiId)/deployments/\($0.deploymentId)", $1)] }),
            signed(getDeployments, needs: { [try await need("GET", "/apis/\($0.apiId)/deployments", $1)] }),
            signed(
                updateDeployment,
                needs: { [try await need("PATCH", "/apis/\($0.apiId)/deployments/\($0.deploymentId)", $1)] }),
            signed(
                deleteDeployment,
                needs: { [try await need("DELETE", "/apis/\($0.apiId)/deployments/\($0.deploymentId)", $1)] }),
        ]
    }

    private var domainOperations: [Operation] {
        [
            signed(createDomainName, needs: { [try await need("POST", "/domainnames", $1, RequestedTags($0.tags))] }),
            signed(getDomainName, needs: { [try await need("GET", "/domainnames/\($0.domainName)", $1)] }),
            signed(getDomainNames, needs: { [try await need("GET", "/domainnames", $1)] }),
            signed(updateDomainName, needs: { [try await need("PATCH", "/domainnames/\($0.domainName)", $1)] }),
            signed(deleteDomainName, needs: { [try await need("DELETE", "/domainnames/\($0.domainName)", $1)] }),
            signed(
                createApiMapping, needs: { [try await need("POST", "/domainnames/\($0.domainName)/apimappings", $1)] }),
            signed(
                getApiMapping,
                needs: { [try await need("GET", "/domainnames/\($0.domainName)/apimappings/\($0.apiMappingId)", $1)] }),
            signed(getApiMappings, needs: { [try await need("GET", "/domainnames/\($0.domainName)/apimappings", $1)] }),
            signed(
                updateApiMapping,
                needs: { [try await need("PATCH", "/domainnames/\($0.domainName)/apimappings/\($0.apiMappingId)", $1)] }
            ),
            signed(
                deleteApiMapping,
                needs: {
                    [try await need("DELETE", "/domainnames/\($0.domainName)/apimappings/\($0.apiMappingId)", $1)]
                }),
        ]
    }

    private var tagOperations: [Operation] {
        [
            signed(
                tagResource,
                needs: { [try await gateway.need("POST", tagsOf: $0.resourceArn, RequestedTags($0.tags), $1)] }),
            signed(
                untagResource,
                needs: { input, call in
                    let tags = RequestedTags(removing: input.tagKeys)
                    return [try await gateway.need("DELETE", tagsOf: input.resourceArn, tags, call)]
                }),
            signed(getTags, needs: { [try await gateway.need("GET", tagsOf: $0.resourceArn, nil, $1)] }),
        ]
    }

    private func need(
        _ method: String, _ path: String, _ call: Call, _ tags: RequestedTags? = nil
    ) async throws -> Permission {
        try await permission("apigateway:\(method)", on: APIGateway.arn(path, call.region), tags: tags)
    }
}
