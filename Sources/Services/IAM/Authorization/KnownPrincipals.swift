import ServiceKit
import Synchronization

/// Caches of what credentials and decisions are made from. All of it is dropped at every change:
/// changes are rare, decisions are not.
///
/// An entry counts only in the epoch in which its reading began. A reader that began before a change
/// may still add what it read, but nobody takes it: the epoch has moved on.
final class KnownPrincipals: Sendable {
    typealias Epoch = UInt64

    private struct Entry<Value: Sendable>: Sendable {
        let epoch: Epoch
        let value: Value
    }

    private let counter = Atomic<Epoch>(0)
    private let policies = BoundedCache<String, Entry<PrincipalPolicies?>>(limit: 8192)
    private let sessionPolicies = BoundedCache<SessionPolicyTexts, Entry<SessionPolicies>>(limit: 2048)
    private let credentials = BoundedCache<String, Entry<KeyHolder>>(limit: 8192)

    var epoch: Epoch { counter.load(ordering: .acquiring) }

    func forget() {
        counter.add(1, ordering: .acquiringAndReleasing)
    }

    /// The policies of a user or role by its unique id; nil inside if there is no such principal.
    func policies(
        of id: String, reading: () async throws -> PrincipalPolicies?
    ) async throws -> PrincipalPolicies? {
        let epoch = epoch
        if let entry = policies[id], entry.epoch == epoch { return entry.value }
        let value = try await reading()
        policies[id] = Entry(epoch: epoch, value: value)
        return value
    }

    func sessionPolicies(
        _ texts: SessionPolicyTexts, reading: () async throws -> SessionPolicies
    ) async throws -> SessionPolicies {
        let epoch = epoch
        if let entry = sessionPolicies[texts], entry.epoch == epoch { return entry.value }
        let value = try await reading()
        sessionPolicies[texts] = Entry(epoch: epoch, value: value)
        return value
    }

    /// Who holds an access key. Keys that nobody has are not kept: strangers could fill the cache.
    func holder(of accessKeyID: String, reading: () async throws -> KeyHolder?) async throws -> KeyHolder? {
        let epoch = epoch
        if let entry = credentials[accessKeyID], entry.epoch == epoch { return entry.value }
        guard let value = try await reading() else { return nil }
        credentials[accessKeyID] = Entry(epoch: epoch, value: value)
        return value
    }
}
