import APIGatewayModel
import ServiceKit

extension APIGateway {
    func getModel(_ input: GetModelRequest, _ call: Call) async throws -> Model {
        _ = try await read(input.restApiId, call) { _ in true }
        guard let model = Model.standard(of: input.restApiId).first(where: { $0.name == input.modelName }) else {
            throw ServiceError.notFound("Invalid model name specified: \(input.modelName)")
        }
        return model
    }
}
