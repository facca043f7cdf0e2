import FoundationEssentials
import Logging
import S3
import ServiceKit
import Storage
import Synchronization

/// Cleans up behind the services, a little at a time: what expired, what was discarded, and blobs
/// that nobody owns.
final class Sweeper: Sendable {
    private static let batch = 500
    /// Steps of one round; the rest waits for the next.
    private static let stepsPerRound = 200
    private static let firstLifecyclePause = Duration.seconds(60)
    /// Rounds between two walks through all blobs: an hour.
    private static let roundsBetweenWalks = 120

    private let store: any KeyValueStore
    private let s3: S3
    /// Between two rounds.
    private let pause: Duration
    /// What else is written and removed behind the services.
    private let eachRound: @Sendable () async throws -> Void
    /// What else is done now and then, as often as blobs are walked.
    private let hourly: @Sendable () async throws -> Void
    /// How often lifecycle rules are looked at.
    private let lifecyclePause: Duration
    private let clock: any Clock
    private let logger: Logger
    private let tasks = Mutex<[Task<Void, Never>]>([])

    init(
        store: any KeyValueStore, s3: S3, clock: any Clock, logger: Logger, pause: Duration,
        eachRound: @escaping @Sendable () async throws -> Void,
        lifecyclePause: Duration, hourly: @escaping @Sendable () async throws -> Void
    ) {
        self.lifecyclePause = lifecyclePause
        self.pause = pause
        self.eachRound = eachRound
        self.hourly = hourly
        self.store = store
        self.s3 = s3
        self.clock = clock
        self.logger = logger
    }

    func start() {
        tasks.withLock { tasks in
            tasks = [
                Task { [self] in await runUntilStopped() }, Task { [self] in await runLifecycleUntilStopped() },
            ]
        }
    }

    func stop() {
        tasks.withLock { tasks in for task in tasks { task.cancel() } }
    }

    private func runLifecycleUntilStopped() async {
        // Soon after a start, or a server that is started anew each hour would never come to it.
        var pause = min(lifecyclePause, Self.firstLifecyclePause)
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: pause)
                pause = lifecyclePause
                try await s3.runLifecycle()
            } catch {
                guard !Task.isCancelled else { return }
                logger.warning("lifecycle rules will be tried again", metadata: ["error": "\(error)"])
            }
        }
    }

    private func runUntilStopped() async {
        var blobs: BlobID? = .zero
        var rounds = 0
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .seconds(1))
                rounds += 1
                if rounds % Self.roundsBetweenWalks == 1 { try await hourly() }
                if blobs == nil, rounds % Self.roundsBetweenWalks == 0 { blobs = .zero }
                blobs = try await sweepBlobs(from: blobs)
                try await sweepRecords()
                try await eachRound()
                try await Task.sleep(for: pause)
            } catch is CancellationError {
                return
            } catch {
                guard !Task.isCancelled else { return }
                logger.warning("the sweep failed and will try again", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: pause)
            }
        }
    }

    /// Goes through all blobs after a start, when a crash may have left some behind, and now and then
    /// later; most are removed by whoever lets go of them.
    private func sweepBlobs(from start: BlobID?) async throws -> BlobID? {
        var next = start
        for _ in 0..<Self.stepsPerRound {
            guard let from = next else { return nil }
            next = try await s3.sweepBlobs(from: from, limit: Self.batch)
        }
        return next
    }

    private func sweepRecords() async throws {
        let clock = clock
        for _ in 0..<Self.stepsPerRound {
            let count = try await store.write { transaction in
                try Expiry.sweep(transaction, now: clock.now, limit: Self.batch)
                    + Discarded.sweep(transaction, limit: Self.batch)
            }
            if count == 0 { return }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
