import FoundationEssentials
import Logging
import ServiceKit
import Storage
import Synchronization

/// Events that were accepted to be run later: on the disk before they are accepted, and gone from it once they were run or
/// given up. What was begun when the server ended is begun again.
final class EventQueue: Sendable {
    private let store: any KeyValueStore
    private let clock: any Clock
    private let settings: LambdaSettings
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        var isStopped = false
        var running: Set<[UInt8]> = []
        /// How many of each line are run.
        var runningByLine: [UInt64: Int] = [:]
        /// The line that was begun with last: the next round begins behind it.
        var lastLine: UInt64 = 0
        var waiting: CheckedContinuation<Void, Never>?
        var wasRung = false
        var lastNumber: UInt64 = 0
        /// How many are on the disk; counted at the start.
        var kept = 0
    }

    private static let atOnce = 32
    private static let mostOfLine = 8
    /// So many lines are looked at in a round.
    private static let mostLines = 256
    /// In one transaction; an event may have a megabyte.
    private static let mostLinedUp = 16
    /// Of all functions together.
    private static let mostEvents = 100_000

    init(store: any KeyValueStore, clock: any Clock, settings: LambdaSettings, logger: Logger) {
        self.store = store
        self.clock = clock
        self.settings = settings
        self.logger = logger
    }

    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Returns once the event is on the disk.
    func accept(
        _ event: FunctionEvent, for address: FunctionAddress, incarnation: UInt64, at time: Date, chain: Int = 0
    ) async throws {
        let number = nextNumber(at: time)
        var kept = QueuedEvent(
            dueAt: time, number: number, address: address.qualifiedARN, incarnation: incarnation,
            requestID: event.requestID, payload: event.payload, acceptedAt: time, attempts: 0)
        kept.chain = chain
        let record = kept
        let hasRoom = state.withLock { state in
            guard state.kept < Self.mostEvents else { return false }
            state.kept += 1
            return true
        }
        guard hasRoom else { throw ServiceError.throttled("CallerRateLimitExceeded") }
        do { try await store.write { try $0.save(record) } } catch {
            state.withLock { $0.kept -= 1 }
            throw error
        }
        ring()
    }

    /// A document for a destination, to be saved with what led to it; `noteSaved` then has it looked at.
    func delivery(
        of document: [UInt8], about address: FunctionAddress, _ delivery: QueuedEvent.Delivery, at time: Date
    ) -> QueuedEvent {
        QueuedEvent(
            dueAt: time, number: nextNumber(at: time), address: address.qualifiedARN, incarnation: 0, requestID: "",
            payload: document, acceptedAt: time, attempts: 0, delivery: delivery)
    }

    func noteSaved() {
        state.withLock { $0.kept += 1 }
        ring()
    }

    private func nextNumber(at time: Date) -> UInt64 {
        state.withLock { state in
            state.lastNumber = max(state.lastNumber + 1, UInt64(max(0, time.timeIntervalSince1970 * 1_000_000)))
            return state.lastNumber
        }
    }

    func start(_ lambda: Lambda) {
        Task { [self] in
            await count()
            await lineUp()
            while !isStopped {
                do { try await round(lambda) } catch {
                    guard !isStopped else { return }
                    logger.error("queued events could not be looked at", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(1))
                }
                await wait()
            }
        }
    }

    /// What was left by a server before this one.
    private func count() async {
        let range = ScanRange(
            prefix: QueuedEvent.all.bytes, maxEntries: Self.mostEvents, maxBytes: .max, keysOnly: true)
        do {
            let left = try await store.read { try $0.scan(range).entries.count }
            state.withLock { $0.kept += left }
        } catch {
            guard !isStopped else { return }
            logger.error("queued events could not be counted", metadata: ["error": "\(error)"])
        }
    }

    /// Events that were accepted before there were lines stand in none: they are put into theirs, some at a time.
    private func lineUp() async {
        do {
            let lined = try await store.read { snapshot in
                try snapshot.scan(
                    ScanRange(
                        prefix: QueuedEvent.lines.bytes, maxEntries: Self.mostEvents, maxBytes: .max, keysOnly: true)
                ).entries.count
            }
            guard lined < state.withLock({ $0.kept }) else { return }
            var start: [UInt8]?
            repeat {
                start = try await store.write { [start] transaction in
                    let page = try transaction.list(
                        QueuedEvent.self, prefix: QueuedEvent.all, from: start, limit: Self.mostLinedUp)
                    for event in page.records { try transaction.save(event) }
                    return page.next
                }
            } while start != nil && !isStopped
        } catch {
            guard !isStopped else { return }
            logger.error("queued events could not be put into their lines", metadata: ["error": "\(error)"])
        }
    }

    func stop() {
        state.withLock { $0.isStopped = true }
        ring()
    }

    private func ring() {
        let waiting = state.withLock { state in
            state.wasRung = state.waiting == nil
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    /// Until there is something, or for a moment: retries become due by themselves.
    private func wait() async {
        let timer = Task { [self] in
            try await Task.sleep(for: .milliseconds(500))
            ring()
        }
        await withCheckedContinuation { continuation in
            let isRung = state.withLock { state in
                guard !state.wasRung else {
                    state.wasRung = false
                    return true
                }
                state.waiting = continuation
                return false
            }
            if isRung { continuation.resume() }
        }
        timer.cancel()
    }

    /// Begins what is due, line by line.
    private func round(_ lambda: Lambda) async throws {
        let now = clock.now
        var line = state.withLock { $0.lastLine }
        var hasWrapped = false
        for _ in 0..<Self.mostLines {
            guard state.withLock({ $0.running.count < Self.atOnce }) else { return }
            guard let next = try await store.read({ [line] in try Self.line(after: line, $0) }) else {
                // Once more from the first line on.
                guard !hasWrapped else { return }
                (hasWrapped, line) = (true, 0)
                try await begin(line: 0, at: now, lambda)
                continue
            }
            line = next
            try await begin(line: line, at: now, lambda)
        }
        // The lines behind these are looked at first the next time.
        state.withLock { [line] in $0.lastLine = line }
    }

    private static func line(after line: UInt64, _ snapshot: any Snapshot) throws -> UInt64? {
        let page = try snapshot.scan(
            ScanRange(
                from: QueuedEvent.line(line).bytes.prefixSuccessor, to: QueuedEvent.lines.bytes.prefixSuccessor,
                maxEntries: 1, keysOnly: true))
        guard let key = page.entries.first?.key else { return nil }
        var reader = KeyReader(key, skipping: QueuedEvent.lines.bytes.count)
        return try reader.number()
    }

    private func begin(line: UInt64, at now: Date, _ lambda: Lambda) async throws {
        let due = try await store.read { snapshot in
            try snapshot.list(QueuedEvent.self, index: QueuedEvent.line(line), limit: 2 * Self.mostOfLine).records
        }
        for event in due where event.dueAt <= now {
            guard begins(event) else { continue }
            Task { [self] in
                await run(event, lambda)
                end(event)
                ring()
            }
        }
    }

    /// Takes a place for an event. The fewer places are left, the fewer of them one line may take: a function that is slow
    /// leaves some to the others.
    private func begins(_ event: QueuedEvent) -> Bool {
        state.withLock { state in
            let ofLine = state.runningByLine[event.line] ?? 0
            let free = Self.atOnce - state.running.count
            guard free > 0, ofLine < Self.mostOfLine, ofLine == 0 || ofLine < free,
                state.running.insert(event.key.bytes).inserted
            else { return false }
            state.runningByLine[event.line] = ofLine + 1
            state.lastLine = event.line
            return true
        }
    }

    private func end(_ event: QueuedEvent) {
        state.withLock { state in
            state.running.remove(event.key.bytes)
            let left = (state.runningByLine[event.line] ?? 1) - 1
            state.runningByLine[event.line] = left == 0 ? nil : left
        }
    }

    private func run(_ event: QueuedEvent, _ lambda: Lambda) async {
        do {
            let next = try await lambda.attempt(event, at: clock.now, retryAfter: settings.retrySeconds)
            // What a stopping server ended did not fail: it is begun again by the next one.
            guard !isStopped else { return }
            try await store.write { transaction in
                try transaction.remove(event)
                if let next { try transaction.save(next) }
            }
            if next == nil { state.withLock { $0.kept = max(0, $0.kept - 1) } }
        } catch {
            guard !isStopped else { return }
            logger.error("a queued event could not be run", metadata: ["error": "\(error)"])
            try? await Task.sleep(for: .seconds(1))
        }
    }
}
