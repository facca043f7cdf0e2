import Crypto
import FoundationEssentials

/// Seals what must leave the server and come back unread and unchanged: session tokens, paging
/// tokens, refresh tokens; and secrets at rest. AES-256-GCM under keys derived by purpose.
package struct Sealer: Sendable {
    package enum Failure: Error { case unreadable }

    /// What is sealed; a token of one purpose never opens as another.
    package struct Purpose: Sendable, Hashable {
        let name: String
        package init(_ name: String) { self.name = name }

        package static let sessionToken = Purpose("session-token")
        package static let pagingToken = Purpose("paging-token")
        package static let refreshToken = Purpose("refresh-token")
        package static let authSession = Purpose("auth-session")
        package static let hostedPages = Purpose("hosted-pages")
        package static let secretAtRest = Purpose("secret-at-rest")
        package static let authorizationMessage = Purpose("authorization-message")
        package static let queuedMail = Purpose("queued-mail")
        /// Of the keys that stand for an account's `aws/s3`.
        package static let managedKeys = Purpose("managed-keys")
        /// Of keyed hashes that stand in for what an unknown user does not have.
        package static let decoy = Purpose("decoy")
    }

    private let root: SymmetricKey
    /// Changes with a reset, so that what was sealed before it opens no more.
    private let generation: String

    /// `key` has 32 bytes, from the key file.
    package init(key: [UInt8], generation: String) {
        root = SymmetricKey(data: key)
        self.generation = generation
    }

    /// A sealer that derives its keys once; for one purpose on a hot path.
    package func bound(to purpose: Purpose) -> PurposeSealer { PurposeSealer(key: key(for: purpose)) }

    /// The purpose's key itself, for a keyed hash. A purpose has one use: to seal or to hash.
    package func key(for purpose: Purpose) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: root, salt: Data(generation.utf8), info: Data(purpose.name.utf8), outputByteCount: 32)
    }
}

package struct PurposeSealer: Sendable {
    private static let format: UInt8 = 1
    private let key: SymmetricKey

    init(key: SymmetricKey) { self.key = key }

    /// The format byte, nonce, cipher text and tag. `context` must be given again to open it.
    package func seal(_ plain: [UInt8], context: [UInt8] = []) throws -> [UInt8] {
        let box = try AES.GCM.seal(plain, using: key, authenticating: context)
        guard let combined = box.combined else { throw Sealer.Failure.unreadable }
        return [Self.format] + combined
    }

    package func open(_ sealed: [UInt8], context: [UInt8] = []) throws -> [UInt8] {
        guard sealed.first == Self.format,
            let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst()),
            let plain = try? AES.GCM.open(box, using: key, authenticating: context)
        else { throw Sealer.Failure.unreadable }
        return [UInt8](plain)
    }
}
