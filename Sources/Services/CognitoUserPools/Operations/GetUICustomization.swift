import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// The client's look, else that of all clients, else nothing.
    func getUICustomization(
        _ input: GetUICustomizationRequest, _ call: Call
    ) async throws -> GetUICustomizationResponse {
        let (look, domain) = try await store.read { snapshot -> (UICustomization?, UserPoolDomain?) in
            let pool = try self.pool(input.userPoolId, call, snapshot)
            if let id = input.clientId, id != UICustomization.allClients { _ = try client(id, of: pool, snapshot) }
            return (
                try snapshot.customization(of: input.clientId, in: pool), try snapshot.domains(of: pool).first
            )
        }
        return GetUICustomizationResponse(
            uiCustomization: look.map { reply($0, at: domain) } ?? UICustomizationType())
    }
}
