import FoundationEssentials
import Logging
import Outbound
import ServiceKit
import Storage
import Synchronization

/// Mail on its way to the SMTP server: kept until the server has taken it, tried again when it
/// could not be reached, given up after a day. Short messages go to the outbox.
final class MailQueue: SendsMail {
    /// Seconds until the next attempt, by the number of attempts made.
    private static let pauses: [TimeInterval] = [1, 5, 15, 60, 300, 900, 3600]
    private static let giveUpAfter: TimeInterval = 86_400
    private static let atOnce = 16

    private let store: any KeyValueStore
    private let seal: PurposeSealer
    private let server: SMTPServer
    private let from: String
    private let outbox: Outbox
    private let randomness: any Randomness
    private let clock: any Clock
    private let logger: Logger
    private let wake = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(
        store: any KeyValueStore, sealer: Sealer, server: SMTPServer, from: String, outbox: Outbox,
        clock: any Clock, randomness: any Randomness, logger: Logger
    ) {
        self.store = store
        seal = sealer.bound(to: .queuedMail)
        self.server = server
        self.from = from
        self.outbox = outbox
        self.clock = clock
        self.randomness = randomness
        self.logger = logger
    }

    /// Returns once the message cannot be lost any more.
    func send(_ message: OutgoingMessage) async throws {
        guard message.medium == .email else { return try await outbox.send(message) }
        var message = message
        message.from = from
        let queued = QueuedMail(
            id: randomness.uuid(), sealedMessage: try seal.seal([UInt8](JSONEncoder().encode(message))),
            queuedAt: clock.now, attempts: 0, nextAttempt: clock.now)
        try await store.write { transaction in try transaction.save(queued) }
        wake.continuation.yield()
    }

    func start() {
        task.withLock { $0 = Task { [self] in await runUntilStopped() } }
    }

    func stop() {
        task.withLock { $0?.cancel() }
        wake.continuation.finish()
    }

    private func runUntilStopped() async {
        let ticks = Task { [wake] in
            while !Task.isCancelled {
                wake.continuation.yield()
                try? await Task.sleep(for: .seconds(1))
            }
        }
        defer { ticks.cancel() }
        for await _ in wake.stream where !Task.isCancelled {
            do { while try await sendDue() > 0 {} } catch {
                logger.error("the mail queue cannot be read", metadata: ["cause": "\(error)"])
            }
        }
    }

    /// Sends what is due, a few at once; how many were tried.
    private func sendDue() async throws -> Int {
        let now = clock.now
        let due = try await store.read { snapshot in
            try snapshot.list(QueuedMail.self, index: QueuedMail.dueListing, limit: Self.atOnce).records
                .filter { $0.nextAttempt <= now }
        }
        await withTaskGroup(of: Void.self) { group in
            for mail in due { group.addTask { await self.attempt(mail) } }
        }
        return due.count
    }

    private func attempt(_ mail: QueuedMail) async {
        do {
            let message = try JSONDecoder().decode(
                OutgoingMessage.self, from: Data(try seal.open(mail.sealedMessage)))
            let bytes = MIMEMessage(message, id: mail.id).bytes()
            try await server.send(bytes, from: MIMEMessage.address(in: message.from), to: message.to)
            try await store.write { transaction in try transaction.remove(mail) }
        } catch { await retryLater(mail, error) }
    }

    /// The message itself never stands in the log: it carries a code.
    private func retryLater(_ mail: QueuedMail, _ error: any Error) async {
        let isTemporary = (error as? OutboundFailure)?.isTemporary ?? false
        let isOver = !isTemporary || clock.now.timeIntervalSince(mail.queuedAt) > Self.giveUpAfter
        logger.warning(
            isOver ? "a mail was given up" : "a mail waits to be tried again",
            metadata: ["mail": "\(mail.id)", "attempts": "\(mail.attempts + 1)", "cause": "\(error)"])
        var next = mail
        next.attempts += 1
        next.nextAttempt = clock.now.addingTimeInterval(Self.pauses[min(mail.attempts, Self.pauses.count - 1)])
        let later = next
        try? await store.write { transaction in
            if isOver { try transaction.remove(mail) } else { try transaction.replace(mail, with: later) }
        }
    }
}

/// A mail that waits.
struct QueuedMail: Record, Codable {
    static let table = TableID.queuedMail

    var id: String
    var sealedMessage: [UInt8]
    var queuedAt: Date
    var attempts: Int
    var nextAttempt: Date

    var key: Key { Key(table: .queuedMail).text(id) }
    static let dueListing = Key(table: .queuedMailByTime)
    var indexKeys: [Key] {
        let milliseconds = UInt64(max(0, nextAttempt.timeIntervalSince1970 * 1000))
        return [Self.dueListing.number(milliseconds).text(id)]
    }
}
