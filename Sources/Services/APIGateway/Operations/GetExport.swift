import APIGatewayModel
import ServiceKit
import Storage
import Wire

extension APIGateway {
    /// A stage's deployment as an OpenAPI document.
    func getExport(_ input: GetExportRequest, _ call: Call) async throws -> GetExportResponse {
        guard input.exportType == "swagger" || input.exportType == "oas30" else {
            throw ServiceError.badRequest(
                "No API exporter for type '\(input.exportType)'. Valid types are [oas30, swagger]")
        }
        let isYAML = input.accepts == "application/yaml"
        guard isYAML || input.accepts ?? "application/json" == "application/json" else {
            throw ServiceError.unsupported("An export as \(input.accepts ?? "")")
        }
        let asked = input.parameters?["extensions"] ?? ""
        let extensions = Set(asked.split(separator: ",").map { String($0.drop { $0 == " " }) })
        let snapshot = try await read(input.restApiId, call) { snapshot in
            let stage = try snapshot.requireRESTStage(input.stageName, of: input.restApiId)
            guard let id = stage.deploymentId,
                let found = try snapshot.part(RESTSnapshot.self, id, of: input.restApiId)
            else { throw ServiceError.notFound("Invalid Deployment identifier specified") }
            return found
        }
        let writer = OpenAPIWriter(
            snapshot: snapshot, stage: input.stageName,
            host: "\(input.restApiId).execute-api.\(call.region).amazonaws.com",
            isVersion3: input.exportType == "oas30",
            withIntegrations: !extensions.isDisjoint(with: ["integrations", "apigateway"]),
            withAuthorizers: !extensions.isDisjoint(with: ["authorizers", "apigateway"]))
        let document = writer.document
        let version = snapshot.api.version ?? "null"
        return GetExportResponse(
            contentType: "application/octet-stream",
            contentDisposition: "attachment; filename=\"\(input.exportType)_\(version).\(isYAML ? "yaml" : "json")\"",
            body: isYAML ? Array(YAMLText.of(document).utf8) : document.serialized())
    }
}
