import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func updateGatewayResponse(_ input: UpdateGatewayResponseRequest, _ call: Call) async throws -> GatewayResponse {
        try await change(input.restApiId, call) { transaction, record in
            var response = try transaction.gatewayResponse(input.responseType, of: record.id)
            let paths = ["/statusCode", "/responseParameters/{name}", "/responseTemplates/{contentType}"]
            try Patch.apply(input.patchOperations, paths: paths) { step in
                switch step.parts.first {
                case "statusCode"?: response.statusCode = step.op == .remove ? nil : step.text
                case "responseParameters"? where step.parts.count == 2: step.apply(to: &response.responseParameters)
                case "responseTemplates"? where step.parts.count == 2: step.apply(to: &response.responseTemplates)
                default: return false
                }
                return true
            }
            response.defaultResponse = false
            try response.check()
            try transaction.save(response, in: record.id)
            return response
        }
    }
}
