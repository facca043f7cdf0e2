import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getRequestValidator(_ input: GetRequestValidatorRequest, _ call: Call) async throws -> RequestValidator {
        try await read(input.restApiId, call) {
            try $0.requireValidator(input.requestValidatorId, of: input.restApiId)
        }
    }
}

extension Snapshot {
    func requireValidator(_ id: String, of apiID: String) throws -> RequestValidator {
        guard let validator = try part(RequestValidator.self, id, of: apiID) else {
            throw ServiceError.notFound("Invalid Request Validator identifier specified")
        }
        return validator
    }
}
