import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func createRequestValidator(
        _ input: CreateRequestValidatorRequest, _ call: Call
    ) async throws -> RequestValidator {
        // Without models of their own bodies have nothing to be held against.
        let validator = RequestValidator(
            id: newID(6), name: input.name, validateRequestBody: input.validateRequestBody ?? false,
            validateRequestParameters: input.validateRequestParameters ?? false)
        return try await change(input.restApiId, call) { transaction, record in
            guard try transaction.count(RequestValidator.self, of: record.id) < APILimits.authorizers else {
                throw ServiceError.limitExceeded("Maximum number of request validators for this API has been reached.")
            }
            try transaction.save(validator, in: record.id)
            return validator
        }
    }
}
