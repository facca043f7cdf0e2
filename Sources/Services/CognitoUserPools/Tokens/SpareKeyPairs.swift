import CryptoExtras
import ServiceKit
import Synchronization

/// Keeps a few RSA keys ready, since making one takes up to a third of a second.
package final class SpareKeyPairs: Sendable {
    private struct State {
        var ready: [_RSA.Signing.PrivateKey] = []
        var isRefilling = false
    }

    private let limit: Int
    private let make: @Sendable () throws -> _RSA.Signing.PrivateKey
    private let state = Mutex(State())

    /// - Parameter limit: how many are kept; a pool takes two.
    package init(
        limit: Int = 4,
        make: @escaping @Sendable () throws -> _RSA.Signing.PrivateKey = {
            try _RSA.Signing.PrivateKey(keySize: .bits2048)
        }
    ) {
        self.limit = limit
        self.make = make
    }

    func take() async throws -> _RSA.Signing.PrivateKey {
        defer { refill() }
        if let ready = state.withLock({ $0.ready.popLast() }) { return ready }
        let make = make
        return try await Task.detached { try make() }.value
    }

    /// Makes what is missing, one after the other, behind everybody's back.
    func refill() {
        let starts = state.withLock { state in
            guard !state.isRefilling, state.ready.count < limit else { return false }
            state.isRefilling = true
            return true
        }
        guard starts else { return }
        Task.detached(priority: .background) { [self] in
            while needsMore(), let pair = try? make() { state.withLock { $0.ready.append(pair) } }
            state.withLock { $0.isRefilling = false }
        }
    }

    private func needsMore() -> Bool { state.withLock { $0.ready.count < limit } }
}
