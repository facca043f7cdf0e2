import CryptoExtras
import FoundationEssentials
import ServiceKit
import Storage
import Synchronization

/// The service's key: made at the first need, read and parsed once.
final class IdentityTokenKeys: Sendable {
    struct Parsed: Sendable {
        var id: String
        var key: _RSA.Signing.PrivateKey
    }

    private let store: any KeyValueStore
    private let seal: PurposeSealer
    private let randomness: any Randomness
    private let parsed = Mutex<Parsed?>(nil)

    init(store: any KeyValueStore, seal: PurposeSealer, randomness: any Randomness) {
        self.store = store
        self.seal = seal
        self.randomness = randomness
    }

    func current() async throws -> Parsed {
        if let known = parsed.withLock({ $0 }) { return known }
        let read = try await store.read { try $0.find(IdentityTokenKey.self, IdentityTokenKey.current) }
        let stored: IdentityTokenKey
        if let read { stored = read } else { stored = try await make() }
        let der = try seal.open(stored.sealedPrivateKey, context: Array(stored.id.utf8))
        let key = Parsed(id: stored.id, key: try _RSA.Signing.PrivateKey(derRepresentation: Data(der)))
        parsed.withLock { $0 = key }
        return key
    }

    /// Of several made at once the first that is stored is everybody's.
    private func make() async throws -> IdentityTokenKey {
        let pair = try await Task.detached { try _RSA.Signing.PrivateKey(keySize: .bits2048) }.value
        let id = randomness.uuid()
        let made = IdentityTokenKey(
            id: id,
            sealedPrivateKey: try seal.seal([UInt8](pair.derRepresentation), context: Array(id.utf8)))
        return try await store.write { transaction in
            if let first = try transaction.find(IdentityTokenKey.self, IdentityTokenKey.current) { return first }
            try transaction.save(made)
            return made
        }
    }
}
