import APIGatewayModel
import ServiceKit

/// Operations on resources, their methods, and what stands behind them.
extension APIGateway {
    var methodOperations: [Operation] {
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
                needs: { try await onMethod("PUT", $0.restApiId, $0.resourceId, $0.httpMethod, "", $1) }),
            signed(
                getMethod,
                needs: { try await onMethod("GET", $0.restApiId, $0.resourceId, $0.httpMethod, "", $1) }),
            signed(
                updateMethod,
                needs: { try await onMethod("PATCH", $0.restApiId, $0.resourceId, $0.httpMethod, "", $1) }),
            signed(
                deleteMethod,
                needs: { try await onMethod("DELETE", $0.restApiId, $0.resourceId, $0.httpMethod, "", $1) }),
            signed(
                putMethodResponse,
                needs: {
                    try await onMethod(
                        "PUT", $0.restApiId, $0.resourceId, $0.httpMethod, "/responses/\($0.statusCode)", $1)
                }),
            signed(
                getMethodResponse,
                needs: {
                    try await onMethod(
                        "GET", $0.restApiId, $0.resourceId, $0.httpMethod, "/responses/\($0.statusCode)", $1)
                }),
            signed(
                updateMethodResponse,
                needs: {
                    try await onMethod(
                        "PATCH", $0.restApiId, $0.resourceId, $0.httpMethod, "/responses/\($0.statusCode)", $1)
                }),
            signed(
                deleteMethodResponse,
                needs: {
                    try await onMethod(
                        "DELETE", $0.restApiId, $0.resourceId, $0.httpMethod, "/responses/\($0.statusCode)", $1)
                }),
            signed(
                putIntegration,
                needs: {
                    try await onMethod("PUT", $0.restApiId, $0.resourceId, $0.httpMethod, "/integration", $1)
                        + PassedRoles.permissions([$0.credentials])
                }),
            signed(
                getIntegration,
                needs: { try await onMethod("GET", $0.restApiId, $0.resourceId, $0.httpMethod, "/integration", $1) }),
            signed(
                updateIntegration,
                needs: {
                    try await onMethod("PATCH", $0.restApiId, $0.resourceId, $0.httpMethod, "/integration", $1)
                        + PassedRoles.permissions($0.patchOperations, at: "credentials")
                }),
            signed(
                deleteIntegration,
                needs: { try await onMethod("DELETE", $0.restApiId, $0.resourceId, $0.httpMethod, "/integration", $1) }),
            signed(
                putIntegrationResponse,
                needs: {
                    try await onMethod(
                        "PUT", $0.restApiId, $0.resourceId, $0.httpMethod, "/integration/responses/\($0.statusCode)", $1
                    )
                }),
            signed(
                getIntegrationResponse,
                needs: {
                    try await onMethod(
                        "GET", $0.restApiId, $0.resourceId, $0.httpMethod, "/integration/responses/\($0.statusCode)", $1
                    )
                }),
            signed(
                updateIntegrationResponse,
                needs: {
                    try await onMethod(
                        "PATCH", $0.restApiId, $0.resourceId, $0.httpMethod, "/integration/responses/\($0.statusCode)",
                        $1)
                }),
            signed(
                deleteIntegrationResponse,
                needs: {
                    try await onMethod(
                        "DELETE", $0.restApiId, $0.resourceId, $0.httpMethod, "/integration/responses/\($0.statusCode)",
                        $1)
                }),
        ]
    }

    private func onMethod(
        _ verb: String, _ apiID: String, _ resourceID: String, _ method: String, _ rest: String, _ call: Call
    ) async throws -> [Permission] {
        let path = "/restapis/\(apiID)/resources/\(resourceID)/methods/\(method)\(rest)"
        return [try await need(verb, path, call)]
    }
}
