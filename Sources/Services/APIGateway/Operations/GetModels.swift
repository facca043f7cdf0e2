import APIGatewayModel
import ServiceKit

extension APIGateway {
    /// The two that every API has; more are not supported.
    func getModels(_ input: GetModelsRequest, _ call: Call) async throws -> GetModelsResponse {
        _ = try await read(input.restApiId, call) { _ in true }
        return GetModelsResponse(items: Model.standard(of: input.restApiId))
    }
}

extension Model {
    private static let schema = "http://json-schema.org/draft-04/schema#"

    static func standard(of apiID: String) -> [Model] {
        [
            Model(
                id: String(apiID.prefix(5)) + "e", name: "Empty", description: "This is a default empty schema model",
                schema: "{\n  \"$schema\": \"\(schema)\",\n  \"title\" : \"Empty Schema\",\n  \"type\" : \"object\"\n}",
                contentType: "application/json"),
            Model(
                id: String(apiID.prefix(5)) + "r", name: "Error", description: "This is a default error schema model",
                schema: "{\n  \"$schema\" : \"\(schema)\",\n  \"title\" : \"Error Schema\",\n  \"type\" : \"object\",\n"
                    + "  \"properties\" : {\n    \"message\" : { \"type\" : \"string\" }\n  }\n}",
                contentType: "application/json"),
        ]
    }
}
