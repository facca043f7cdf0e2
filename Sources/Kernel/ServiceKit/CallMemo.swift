import Synchronization

/// What a service found out about a request in one step and needs again in the next, so that deciding and acting
/// see the same. Used by the request's one task; it lives as long as the request.
package final class CallMemo: Sendable {
    private struct Notes {
        /// So few that looking through them costs less than hashing a name.
        var kept: [(name: String, value: any Sendable)] = []
        var headers: [(name: String, value: String)] = []
    }

    private static let mostKept = 8
    private let notes = Mutex(Notes())

    package init() {}

    package func find<Value: Sendable>(_ name: String, as type: Value.Type = Value.self) -> Value? {
        notes.withLock { notes in notes.kept.first { $0.name == name }?.value as? Value }
    }

    package func keep(_ value: some Sendable, as name: String) {
        notes.withLock { notes in
            if let place = notes.kept.firstIndex(where: { $0.name == name }) {
                notes.kept[place].value = value
            } else if notes.kept.count < Self.mostKept {
                notes.kept.append((name, value))
            }
        }
    }

    /// Headers that the answer carries whatever becomes of the request.
    package var headers: [(name: String, value: String)] { notes.withLock { $0.headers } }

    package func addHeader(_ name: String, _ value: String) {
        notes.withLock { notes in
            if !notes.headers.contains(where: { $0.name == name }) { notes.headers.append((name, value)) }
        }
    }
}
