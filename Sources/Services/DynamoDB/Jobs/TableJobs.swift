import FoundationEssentials
import Logging
import ServiceKit
import Storage
import Synchronization

/// Does the work on tables that goes on behind the requests: copying, filling indexes, deleting what has expired.
package final class TableJobs: Sendable {
    private static let jobsPerRound = 100
    private static let idlePause = Duration.seconds(1)
    private static let pauseAfterFailure = Duration.seconds(5)
    /// Rounds between two looks for changes that are too old: some ten minutes.
    private static let roundsBetweenTrims = 600

    private let dynamoDB: DynamoDB
    private let logger: Logger
    private let task = Mutex<Task<Void, Never>?>(nil)

    package init(_ dynamoDB: DynamoDB, logger: Logger) {
        self.dynamoDB = dynamoDB
        self.logger = logger
    }

    package func start() {
        task.withLock { $0 = Task(priority: .background) { [self] in await runUntilStopped() } }
    }

    package func stop() { task.withLock { $0?.cancel() } }

    private func runUntilStopped() async {
        var rounds = 0
        while !Task.isCancelled {
            do {
                try await dynamoDB.runJobs(report)
                try await dynamoDB.expireItems()
                let hasMore = try await dynamoDB.goOnWithTransfers(report)
                if rounds % Self.roundsBetweenTrims == 0 {
                    try await dynamoDB.trimChanges()
                    try await dynamoDB.expireBackups()
                }
                rounds += 1
                if !hasMore { await dynamoDB.jobBell.wait(atMost: Self.idlePause) }
            } catch {
                guard !Task.isCancelled else { return }
                report(error)
                try? await Task.sleep(for: Self.pauseAfterFailure)
            }
        }
    }

    /// Of one job: the others go on.
    @Sendable private func report(_ error: any Error) {
        guard !Task.isCancelled else { return }
        logger.warning("work on tables will be tried again", metadata: ["error": "\(error)"])
    }
}

extension DynamoDB {
    /// - Returns: whether some of them have more to do.
    fileprivate func goOnWithTransfers(_ report: (any Error) -> Void) async throws -> Bool {
        let areWritten = try await writeExports(report)
        return try await readImports(report) || areWritten
    }

    private static var mostJobs: Int { 1000 }

    /// Does all jobs there are, a step of each in turn.
    /// - Parameter report: told why a job could not go on; it is tried again with the next call.
    package func runJobs(_ report: (any Error) -> Void = { _ in }) async throws {
        var failed: Set<UInt64> = []
        while !Task.isCancelled {
            let numbers = try await store.read { snapshot in
                try snapshot.list(
                    TableJob.self, prefix: TableJob.rows, from: TableJob.rows.number(1).bytes, limit: Self.mostJobs
                ).records.map(\.number)
            }.filter { !failed.contains($0) }
            guard !numbers.isEmpty else { return }
            for number in numbers {
                do {
                    _ = try await store.write { transaction in try transaction.goOn(with: number) }
                } catch {
                    failed.insert(number)
                    report(error)
                }
            }
        }
    }
}
