import Crypto
import FoundationEssentials
import ServiceKit

extension CognitoUserPools {
    /// The secret that replies show: the oldest.
    func secret(of client: UserPoolClient) throws -> String? { try secrets(of: client).first }

    /// Every secret that serves, the oldest first.
    func secrets(of client: UserPoolClient) throws -> [String] {
        try client.secrets.map { secret in
            String(decoding: try seals.atRest.open(secret.sealed, context: Array(client.id.utf8)), as: UTF8.self)
        }
    }

    func newSecret(_ value: String, clientID: String, at time: Date) throws -> UserPoolClient.Secret {
        UserPoolClient.Secret(
            id: "\(clientID)--\(time.milliseconds)",
            sealed: try seals.atRest.seal(Array(value.utf8), context: Array(clientID.utf8)), createdAt: time)
    }

    func generateSecret() -> String { randomness.text(52, from: Alphabet.lowerAlphanumeric) }

    /// A client with a secret proves it with each call: HMAC-SHA256 of name and client id under it.
    func checkSecretHash(_ given: String?, of client: UserPoolClient, names: [String]) throws {
        let secrets = try secrets(of: client)
        guard !secrets.isEmpty else {
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
        let code = Data(base64Encoded: given) ?? Data()
        let isRight = secrets.contains { secret in
            let key = SymmetricKey(data: Data(secret.utf8))
            return names.contains { name in
                HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data((name + client.id).utf8), using: key)
            }
        }
        guard isRight else {
            throw ServiceError.notAuthorized("Unable to verify secret hash for client \(client.id)")
        }
    }
}
