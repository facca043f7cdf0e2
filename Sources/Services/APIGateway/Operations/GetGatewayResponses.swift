import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    /// All there are, those that nobody changed among them, on one page.
    func getGatewayResponses(
        _ input: GetGatewayResponsesRequest, _ call: Call
    ) async throws -> GetGatewayResponsesResponse {
        let responses = try await read(input.restApiId, call) { snapshot in
            try GatewayResponse.types.map { try snapshot.gatewayResponse($0, of: input.restApiId) }
        }
        return GetGatewayResponsesResponse(items: responses)
    }
}
