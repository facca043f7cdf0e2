import APIGatewayV2Model
import ServiceKit
import Storage
import Wire

extension APIGatewayV2 {
    /// The API as it is, or what one of its stages serves, as an OpenAPI document.
    func exportApi(_ input: ExportApiRequest, _ call: Call) async throws -> ExportApiResponse {
        guard input.specification == "OAS30" else {
            throw ServiceError.badRequest("Invalid specification specified. Must be one of [OAS30]")
        }
        guard input.exportVersion ?? "1.0" == "1.0" else {
            throw ServiceError.badRequest("Invalid export version specified. Must be one of [1.0]")
        }
        guard input.outputType == "JSON" || input.outputType == "YAML" else {
            throw ServiceError.badRequest("Invalid output type specified. Must be one of [JSON, YAML]")
        }
        let (api, snapshot) = try await read(input.apiId, call) { snapshot in
            let api = try snapshot.requireHTTPAPI(input.apiId, call).api
            return (api, try snapshot.exported(input.apiId, stage: input.stageName))
        }
        let document = HTTPAPIWriter(
            api: api, snapshot: snapshot, stage: input.stageName,
            host: "\(input.apiId).execute-api.\(call.region).amazonaws.com",
            withExtensions: input.includeExtensions ?? true
        ).document
        return ExportApiResponse(
            body: input.outputType == "JSON" ? document.serialized() : Array(YAMLText.of(document).utf8))
    }
}

extension Snapshot {
    fileprivate func exported(_ apiID: String, stage name: String?) throws -> HTTPSnapshot {
        guard let name else { return try httpSnapshot(of: apiID, as: "") }
        let stage = try requireStage(name, of: apiID)
        if stage.autoDeploy == true { return try httpSnapshot(of: apiID, as: "") }
        guard let id = stage.deploymentId, let found = try part(HTTPSnapshot.self, id, of: apiID) else {
            throw ServiceError.notFound("Unable to find a deployment of the stage \(name) within the provided API")
        }
        return found
    }
}
