import CivilTime
import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Sets what the call gives of the look of the hosted pages; an empty value takes it away.
    func setUICustomization(
        _ input: SetUICustomizationRequest, _ call: Call
    ) async throws -> SetUICustomizationResponse {
        let clientID = input.clientId ?? UICustomization.allClients
        if let css = input.css { try HostedStyleSheet.check(css) }
        let image = try input.imageFile.flatMap { bytes in
            bytes.isEmpty
                ? nil
                : PoolImage(
                    poolID: input.userPoolId, id: randomness.uuid(), contentType: try ImageFormat.logoType(bytes),
                    bytes: bytes)
        }
        let version = call.time.iso8601Basic.filter(\.isNumber)
        let (look, domain) = try await store.write { transaction -> (UICustomization, UserPoolDomain) in
            let pool = try self.pool(input.userPoolId, call, transaction)
            guard let domain = try transaction.domains(of: pool).first else {
                throw ServiceError.invalidParameter(
                    "There has to be an existing domain associated with this user pool")
            }
            if clientID != UICustomization.allClients { _ = try client(clientID, of: pool, transaction) }
            var look =
                try transaction.find(UICustomization.self, UICustomization.key(pool.id, clientID))
                ?? UICustomization(
                    poolID: pool.id, clientID: clientID, createdAt: call.time, modifiedAt: call.time)
            if let css = input.css {
                look.css = css.isEmpty ? nil : css
                look.cssVersion = css.isEmpty ? nil : version
            }
            if input.imageFile != nil {
                if let former = look.imageID { try transaction.delete(PoolImage.key(pool.id, former).bytes) }
                look.imageID = image?.id
                if let image { try transaction.save(image) }
            }
            look.modifiedAt = call.time
            try transaction.save(look)
            return (look, domain)
        }
        return SetUICustomizationResponse(uiCustomization: reply(look, at: domain))
    }
}
