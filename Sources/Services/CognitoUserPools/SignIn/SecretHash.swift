import Crypto
import FoundationEssentials
import ServiceKit

extension CognitoUserPools {
    func secret(of client: UserPoolClient) throws -> String? {
        guard let sealed = client.sealedSecret else { return nil }
        return String(decoding: try seals.atRest.open(sealed, context: Array(client.id.utf8)), as: UTF8.self)
    }

    /// A client with a secret proves it with each call: HMAC-SHA256 of name and client id under it.
    func checkSecretHash(_ given: String?, of client: UserPoolClient, names: [String]) throws {
        guard let secret = try secret(of: client) else {
            guard given == nil else {
                throw ServiceError.notAuthorized(
                    "Client \(client.id) is configured without secret but SECRET_HASH was received")
            }
            return
        }
        guard let given else {
            throw ServiceError.notAuthorized(
                "Client \(client.id) is configured with secret but SECRET_HASH was not received")
        }
        let key = SymmetricKey(data: Data(secret.utf8))
        let code = Data(base64Encoded: given) ?? Data()
        let isRight = names.contains { name in
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data((name + client.id).utf8), using: key)
        }
        guard isRight else {
            throw ServiceError.notAuthorized("Unable to verify secret hash for client \(client.id)")
        }
    }
}
