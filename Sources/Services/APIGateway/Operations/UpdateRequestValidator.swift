import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func updateRequestValidator(
        _ input: UpdateRequestValidatorRequest, _ call: Call
    ) async throws -> RequestValidator {
        try await change(input.restApiId, call) { transaction, record in
            var validator = try transaction.requireValidator(input.requestValidatorId, of: record.id)
            let paths = ["/name", "/validateRequestBody", "/validateRequestParameters"]
            try Patch.apply(input.patchOperations, paths: paths) { step in
                switch step.parts {
                case ["name"]: validator.name = step.text
                case ["validateRequestBody"]: validator.validateRequestBody = try step.bool()
                case ["validateRequestParameters"]: validator.validateRequestParameters = try step.bool()
                default: return false
                }
                return true
            }
            try transaction.save(validator, in: record.id)
            return validator
        }
    }
}
