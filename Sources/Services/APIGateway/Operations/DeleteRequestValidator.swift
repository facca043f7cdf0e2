import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func deleteRequestValidator(
        _ input: DeleteRequestValidatorRequest, _ call: Call
    ) async throws -> DeleteRequestValidatorResponse {
        try await change(input.restApiId, call) { transaction, record in
            let validator = try transaction.requireValidator(input.requestValidatorId, of: record.id)
            let methods = try transaction.parts(Resource.self, of: record.id).flatMap {
                ($0.resourceMethods ?? [:]).values
            }
            guard !methods.contains(where: { $0.requestValidatorId == validator.id }) else {
                throw ServiceError.conflict(
                    "Cannot delete validator '\(validator.name ?? "")', is referenced in a method")
            }
            try transaction.remove(validator, in: record.id)
        }
        return DeleteRequestValidatorResponse()
    }
}
