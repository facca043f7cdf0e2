import NIOCore
import Synchronization

/// The connections that are open: counted, so that there is a limit, and known, so that they can
/// be stopped.
final class ConnectionRegistry: Sendable {
    private struct State {
        var connections: [ObjectIdentifier: ConnectionHandler] = [:]
        var isStopping = false
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    func add(_ connection: ConnectionHandler) -> Bool {
        state.withLock { state in
            guard state.connections.count < limit, !state.isStopping else { return false }
            state.connections[ObjectIdentifier(connection)] = connection
            return true
        }
    }

    func remove(_ connection: ConnectionHandler) {
        state.withLock { _ = $0.connections.removeValue(forKey: ObjectIdentifier(connection)) }
    }

    var isEmpty: Bool { state.withLock { $0.connections.isEmpty } }

    /// Closes what is idle and lets the others finish.
    func stop() {
        for connection in takeAll() { connection.onEventLoop { $0.stop() } }
    }

    func cutAll() {
        for connection in takeAll() { connection.onEventLoop { $0.cut() } }
    }

    private func takeAll() -> [ConnectionHandler] {
        state.withLock { state in
            state.isStopping = true
            return Array(state.connections.values)
        }
    }
}
