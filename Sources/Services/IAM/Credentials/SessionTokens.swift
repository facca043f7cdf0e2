import FoundationEssentials
import ServiceKit
import Storage

/// Whom temporary credentials stand for.
enum SessionSubject: Sendable, Equatable {
    case root(accountID: String, UserSession)
    case user(id: String, UserSession)
    case role(RoleSession)
    case federatedUser(FederatedUserSession)
}

/// What a session token carries: all of the session, so that issuing one writes nothing.
struct SessionContents: Sendable {
    var accessKeyID: String
    var secretAccessKey: String
    var expiresAt: Date
    var subject: SessionSubject
}

/// Seals and opens session tokens. Opened ones are kept by their exact text.
final class SessionTokens: Sendable {
    private static let longestToken = 64 << 10
    private let sealer: PurposeSealer
    private let opened = BoundedCache<String, SessionContents>(limit: 4096)

    init(_ sealer: Sealer) { self.sealer = sealer.bound(to: .sessionToken) }

    /// Makes keys for `subject`.
    func issue(
        _ subject: SessionSubject, accountID: String, until expiration: Date, _ randomness: any Randomness
    ) throws -> TemporaryCredentials {
        let id = AccessKeyID.make(AccessKeyID.temporary, accountID: accountID, randomness)
        let contents = SessionContents(
            accessKeyID: id, secretAccessKey: randomness.secretAccessKey(), expiresAt: expiration,
            subject: subject)
        return TemporaryCredentials(
            accessKeyID: id, secretAccessKey: contents.secretAccessKey,
            sessionToken: Base64URL.encode(try sealer.seal(contents.encoded())), expiration: expiration)
    }

    /// - Throws: `SessionTokenFailure` for a token that was not made here for this key, or is over.
    func open(_ token: String, accessKeyID: String, at time: Date) throws -> SessionContents {
        let contents = try contents(of: token)
        guard contents.accessKeyID == accessKeyID else { throw SessionTokenFailure.invalid }
        guard time < contents.expiresAt else { throw SessionTokenFailure.expired }
        return contents
    }

    private func contents(of token: String) throws -> SessionContents {
        if let contents = opened[token] { return contents }
        guard token.utf8.count <= Self.longestToken, let sealed = Base64URL.decode(token),
            let plain = try? sealer.open(sealed), let contents = try? SessionContents(decoding: plain)
        else { throw SessionTokenFailure.invalid }
        opened[token] = contents
        return contents
    }
}
