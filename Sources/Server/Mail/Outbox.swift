import FoundationEssentials
import ServiceKit
import Storage

/// Mail and short messages that no server is set for, kept to be read on this machine.
struct Outbox: SendsMail {
    let store: any KeyValueStore
    /// So many messages are kept; the oldest go.
    private static let keptMessages: UInt64 = 1000

    func send(_ message: OutgoingMessage) async throws {
        let bytes = try [UInt8](JSONEncoder().encode(message))
        try await store.write { transaction in
            let log = Key(table: .outbox).bytes
            let position = try transaction.append(log, bytes)
            if position > Self.keptMessages {
                _ = try transaction.deleteRange(
                    from: log, to: Key(table: .outbox).number(position - Self.keptMessages + 1).bytes, limit: 10)
            }
        }
    }

    /// Newest first; those to one address, if it is given.
    func messages(to address: String?) async throws -> [OutgoingMessage] {
        let page = try await store.read { snapshot in
            try snapshot.scan(
                ScanRange(
                    prefix: Key(table: .outbox).bytes, direction: .backward,
                    maxEntries: Int(Self.keptMessages)))
        }
        return try page.entries.map { try JSONDecoder().decode(OutgoingMessage.self, from: Data($0.value)) }
            .filter { address == nil || $0.to == address }
    }
}
