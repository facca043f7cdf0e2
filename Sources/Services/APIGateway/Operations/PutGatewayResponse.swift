import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func putGatewayResponse(_ input: PutGatewayResponseRequest, _ call: Call) async throws -> GatewayResponse {
        try GatewayResponse.checkType(input.responseType)
        let standard = GatewayResponse.standard(input.responseType)
        let response = GatewayResponse(
            responseType: input.responseType, statusCode: input.statusCode ?? standard.statusCode,
            responseParameters: input.responseParameters ?? [:],
            responseTemplates: input.responseTemplates ?? standard.responseTemplates, defaultResponse: false)
        try response.check()
        return try await change(input.restApiId, call) { transaction, record in
            try transaction.save(response, in: record.id)
            return response
        }
    }
}
