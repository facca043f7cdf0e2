import ServiceKit
import Storage

/// A provider as those see it who verify its tokens.
package struct OpenIDConnectProvider: Sendable, Equatable {
    package var arn: String
    /// Without its scheme.
    package var url: String
    /// The audiences a token may have.
    package var clientIDs: [String]
    /// SHA-1 of the certificates the provider's server may have; empty where any trusted one will do.
    package var thumbprints: [String]
}

extension IAM {
    /// The provider that the account has registered under that URL, which has no scheme.
    package func openIDConnectProvider(
        _ url: String, in accountID: String
    ) async throws -> OpenIDConnectProvider? {
        try await store.read { try $0.openIDConnectProvider(url, of: accountID)?.known }
    }

    /// The same by `arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH`.
    package func openIDConnectProvider(arn: String) async throws -> OpenIDConnectProvider? {
        guard let account = ARN(arn)?.account else { return nil }
        return try await store.read { try $0.openIDConnectProvider(arn: arn, of: account)?.known }
    }
}

extension OpenIDConnectProviderRecord {
    fileprivate var known: OpenIDConnectProvider {
        OpenIDConnectProvider(arn: arn, url: url, clientIDs: clientIDs, thumbprints: thumbprints)
    }
}
