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
            signed(createAuthorizer, needs: { [try await need("POST", "/restapis/\($0.restApiId)/authorizers", $1)] }),
            signed(
                getAuthorizer,
                needs: { [try await need("GET", "/restapis/\($0.restApiId)/authorizers/\($0.authorizerId)", $1)] }),
            signed(getAuthorizers, needs: { [try await need("GET", "/restapis/\($0.restApiId)/authorizers", $1)] }),
            signed(
                updateAuthorizer,
                needs: { [try await need("PATCH", "/restapis/\($0.restApiId)/authorizers/\($0.authorizerId)", $1)] }),
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
        ]
    }

    private var methodOperations: [Operation] {
        [
            signed(
                createResource,
                needs: { [try await need("POST", "/restapis/\($0.restApiId)/resources/\($0.parentId)", $1)] }),
            signed(
                getResource,
                needs: { [try await need("GET", "/restapis/\($0.restApiId)/resources/\($0.resourceId)", $1)] }),
            signed(getResources, needs: { [try await need("GET", "/restapis/\($0.restApiId)/resources", $1)] }),
            signed(
                updateResource,
                needs: { [try await need("PATCH", "/restapis/\($0.restApiId)/resources/\($0.resourceId)", $1)] }),
            signed(
                deleteResource,
                needs: { [try await need("DELETE", "/restapis/\($0.restApiId)/resources/\($0.resourceId)", $1)] }),
            signed(
                putMethod,
                needs: {
                    [
                        try await need(
                            "PUT", "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)", $1)
                    ]
                }),
            signed(
                getMethod,
                needs: {
                    [
                        try await need(
                            "GET", "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)", $1)
                    ]
                }),
            signed(
                updateMethod,
                needs: {
                    [
                        try await need(
                            "PATCH", "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)", $1
                        )
                    ]
                }),
            signed(
                deleteMethod,
                needs: {
                    [
                        try await need(
                            "DELETE", "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)",
                            $1)
                    ]
                }),
            signed(
                putMethodResponse,
                needs: {
                    [
                        try await need(
                            "PUT",
                            "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)/responses/\($0.statusCode)",
                            $1)
                    ]
                }),
            signed(
                getMethodResponse,
                needs: {
                    [
                        try await need(
                            "GET",
                            "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)/responses/\($0.statusCode)",
                            $1)
                    ]
                }),
            signed(
                updateMethodResponse,
                needs: {
                    [
                        try await need(
                            "PATCH",
                            "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)/responses/\($0.statusCode)",
                            $1)
                    ]
                }),
            signed(
                deleteMethodResponse,
                needs: {
                    [
                        try await need(
                            "DELETE",
                            "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)/responses/\($0.statusCode)",
                            $1)
                    ]
                }),
            signed(
                putIntegration,
                needs: {
                    [
                        try await need(
                            "PUT",
                            "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)/integration",
                            $1)
                    ]
                }),
            signed(
                getIntegration,
                needs: {
                    [
                        try await need(
                            "GET",
                            "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)/integration",
                            $1)
                    ]
                }),
            signed(
                updateIntegration,
                needs: {
                    [
                        try await need(
                            "PATCH",
                            "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)/integration",
                            $1)
                    ]
                }),
            signed(
                deleteIntegration,
                needs: {
                    [
                        try await need(
                            "DELETE",
                            "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)/integration",
                            $1)
                    ]
                }),
            signed(
                putIntegrationResponse,
                needs: {
                    [
                        try await need(
                            "PUT",
                            "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)/integration/responses/\($0.statusCode)",
                            $1)
                    ]
                }),
            signed(
                getIntegrationResponse,
                needs: {
                    [
                        try await need(
                            "GET",
                            "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)/integration/responses/\($0.statusCode)",
                            $1)
                    ]
                }),
            signed(
                updateIntegrationResponse,
                needs: {
                    [
                        try await need(
                            "PATCH",
                            "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)/integration/responses/\($0.statusCode)",
                            $1)
                    ]
                }),
            signed(
                deleteIntegrationResponse,
                needs: {
                    [
                        try await need(
                            "DELETE",
                            "/restapis/\($0.restApiId)/resources/\($0.resourceId)/methods/\($0.httpMethod)/integration/responses/\($0.statusCode)",
                            $1)
                    ]
                }),
        ]
    }

    private var stageOperations: [Operation] {
        [
            signed(createDeployment, needs: { [try await need("POST", "/restapis/\($0.restApiId)/deployments", $1)] }),
            signed(
                getDeployment,
                needs: { [try await need("GET", "/restapis/\($0.restApiId)/deployments/\($0.deploymentId)", $1)] }),
            signed(getDeployments, needs: { [try await need("GET", "/restapis/\($0.restApiId)/deployments", $1)] }),
            signed(
                updateDeployment,
                needs: { [try await need("PATCH", "/restapis/\($0.restApiId)/deployments/\($0.deploymentId)", $1)] }),
            signed(
                deleteDeployment,
                needs: { [try await need("DELETE", "/restapis/\($0.restApiId)/deployments/\($0.deploymentId)", $1)] }),
            signed(
                createStage,
                needs: { [try await need("POST", "/restapis/\($0.restApiId)/stages", $1, RequestedTags($0.tags))] }),
            signed(
                getStage, needs: { [try await need("GET", "/restapis/\($0.restApiId)/stages/\($0.stageName)", $1)] }),
            signed(getStages, needs: { [try await need("GET", "/restapis/\($0.restApiId)/stages", $1)] }),
            signed(
                updateStage,
                needs: { [try await need("PATCH", "/restapis/\($0.restApiId)/stages/\($0.stageName)", $1)] }),
            signed(
                deleteStage,
                needs: { [try await need("DELETE", "/restapis/\($0.restApiId)/stages/\($0.stageName)", $1)] }),
            signed(
                flushStageAuthorizersCache,
                needs: {
                    [try await need("DELETE", "/restapis/\($0.restApiId)/stages/\($0.stageName)/cache/authorizers", $1)]
                }),
            signed(
                flushStageCache,
                needs: { [try await need("DELETE", "/restapis/\($0.restApiId)/stages/\($0.stageName)/cache/data", $1)] }
            ),
        ]
    }

    private var keyOperations: [Operation] {
        [
            signed(createApiKey, needs: { [try await need("POST", "/apikeys", $1, RequestedTags($0.tags))] }),
            signed(getApiKey, needs: { [try await need("GET", "/apikeys/\($0.apiKey)", $1)] }),
            signed(getApiKeys, needs: { [try await need("GET", "/apikeys", $1)] }),
            signed(updateApiKey, needs: { [try await need("PATCH", "/apikeys/\($0.apiKey)", $1)] }),
            signed(deleteApiKey, needs: { [try await need("DELETE", "/apikeys/\($0.apiKey)", $1)] }),
            signed(createUsagePlan, needs: { [try await need("POST", "/usageplans", $1, RequestedTags($0.tags))] }),
            signed(getUsagePlan, needs: { [try await need("GET", "/usageplans/\($0.usagePlanId)", $1)] }),
            signed(getUsagePlans, needs: { [try await need("GET", "/usageplans", $1)] }),
            signed(updateUsagePlan, needs: { [try await need("PATCH", "/usageplans/\($0.usagePlanId)", $1)] }),
            signed(deleteUsagePlan, needs: { [try await need("DELETE", "/usageplans/\($0.usagePlanId)", $1)] }),
            signed(createUsagePlanKey, needs: { [try await need("POST", "/usageplans/\($0.usagePlanId)/keys", $1)] }),
            signed(
                getUsagePlanKey,
                needs: { [try await need("GET", "/usageplans/\($0.usagePlanId)/keys/\($0.keyId)", $1)] }),
            signed(getUsagePlanKeys, needs: { [try await need("GET", "/usageplans/\($0.usagePlanId)/keys", $1)] }),
            signed(
                deleteUsagePlanKey,
                needs: { [try await need("DELETE", "/usageplans/\($0.usagePlanId)/keys/\($0.keyId)", $1)] }),
            signed(getUsage, needs: { [try await need("GET", "/usageplans/\($0.usagePlanId)/usage", $1)] }),
            signed(
                updateUsage,
                needs: { [try await need("PATCH", "/usageplans/\($0.usagePlanId)/keys/\($0.keyId)/usage", $1)] }),
            signed(getAccount, needs: { [try await need("GET", "/account", $1)] }),
            signed(updateAccount, needs: { [try await need("PATCH", "/account", $1)] }),
            signed(
                importApiKeys, needs: { _, call in [try await need("POST", "/apikeys", call)] }, bodyLimit: 2 << 20),
            signed(
                importRestApi, needs: { _, call in [try await need("POST", "/restapis", call)] }, bodyLimit: 6 << 20),
            signed(putRestApi, needs: { [try await need("PUT", "/restapis/\($0.restApiId)", $1)] }, bodyLimit: 6 << 20),
            signed(
                getExport,
                needs: { input, call in
                    let path = "/restapis/\(input.restApiId)/stages/\(input.stageName)/exports/\(input.exportType)"
                    return [try await need("GET", path, call)]
                }),
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
                createBasePathMapping,
                needs: { [try await need("POST", "/domainnames/\($0.domainName)/basepathmappings", $1)] }),
            signed(
                getBasePathMapping,
                needs: { [try await need("GET", "/domainnames/\($0.domainName)/basepathmappings/\($0.basePath)", $1)] }),
            signed(
                getBasePathMappings,
                needs: { [try await need("GET", "/domainnames/\($0.domainName)/basepathmappings", $1)] }),
            signed(
                updateBasePathMapping,
                needs: {
                    [try await need("PATCH", "/domainnames/\($0.domainName)/basepathmappings/\($0.basePath)", $1)]
                }),
            signed(
                deleteBasePathMapping,
                needs: {
                    [try await need("DELETE", "/domainnames/\($0.domainName)/basepathmappings/\($0.basePath)", $1)]
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
