import Crypto
import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// The client that calls `/oauth2/token` or `/oauth2/revoke`, by HTTP Basic or by the form
    /// (RFC 6749, section 2.3.1). One that has a secret must show it.
    func authenticatedClient(
        _ headers: HeaderFields, _ parameters: RequestParameters, _ site: HostedSite
    ) async throws -> UserPoolClient {
        var id = parameters["client_id"]
        var given = parameters["client_secret"]
        if let header = headers.first("authorization") {
            guard let basic = Self.basicCredentials(header) else { throw OAuthError.invalidClient }
            guard given == nil, id == nil || id == basic.id else { throw OAuthError.invalidRequest }
            (id, given) = (basic.id, basic.secret)
        }
        guard let id else { throw OAuthError.invalidRequest }
        let client = try await site.client(id, store)
        guard let client else { throw OAuthError.invalidClient }
        guard try isSecret(given, of: client) else { throw OAuthError.invalidClient }
        return client
    }

    /// SECRET_HASH as the client itself would make it: on our own pages nobody else can.
    func secretHash(of client: UserPoolClient, name: String) throws -> String? {
        guard let secret = try secret(of: client) else { return nil }
        let key = SymmetricKey(data: Data(secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data((name + client.id).utf8), using: key)
        return Data(code).base64EncodedString()
    }

    private func isSecret(_ given: String?, of client: UserPoolClient) throws -> Bool {
        let secrets = try secrets(of: client)
        guard !secrets.isEmpty else { return given == nil }
        guard let given else { return false }
        return secrets.contains { SHA256.hash(data: Array(given.utf8)) == SHA256.hash(data: Array($0.utf8)) }
    }

    private static func basicCredentials(_ header: String) -> (id: String, secret: String?)? {
        guard header.hasPrefixIgnoringASCIICase("Basic "), header.utf8.count <= 4096,
            let data = Data(base64Encoded: String(header.dropFirst(6)))
        else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let id = PercentCoding.decode(parts[0], plusIsSpace: true), !id.isEmpty,
            let secret = PercentCoding.decode(parts[1], plusIsSpace: true)
        else { return nil }
        return (id, secret.isEmpty ? nil : secret)
    }
}
