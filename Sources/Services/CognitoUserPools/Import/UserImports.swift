import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Synchronization

/// The imports that this process works at, each once.
final class UserImports: Sendable {
    private let running = Mutex<Set<String>>([])

    func begin(_ id: String) -> Bool { running.withLock { $0.insert(id).inserted } }
    func end(_ id: String) { running.withLock { _ = $0.remove(id) } }
}

extension CognitoUserPools {
    private static let rowsPerStep = 100
    private static let maxRows = 500_000

    /// Goes on with an import behind the reply, unless it is being worked at. One that a stop of the server
    /// interrupted goes on when it is next looked at.
    func resume(_ job: UserImportJob) {
        guard job.isActive else { return }
        Task { await runImport(job.poolID, job.id) }
    }

    func runImport(_ poolID: String, _ jobID: String) async {
        guard imports.begin(jobID) else { return }
        defer { imports.end(jobID) }
        do {
            try await importUsers(poolID, jobID)
        } catch let failure as ImportFailure {
            try? await endImport(poolID, jobID, .failed, failure.message)
        } catch {
            // The store is closing or too busy: the job stands where it was.
            return
        }
    }

    private struct ImportFailure: Error { var message: String }

    /// Step by step, each in a transaction that also says how far the job has come.
    private func importUsers(_ poolID: String, _ jobID: String) async throws {
        let found = try await store.read { snapshot in
            (
                try snapshot.find(UserPool.self, UserPool.key(poolID)),
                try snapshot.find(UserImportJob.self, UserImportJob.key(poolID, jobID)),
                try snapshot.find(UserImportFile.self, UserImportFile.key(poolID, jobID))
            )
        }
        guard let pool = found.0, let job = found.1, job.isActive, let file = found.2 else { return }
        var reader = CSVReader(file.bytes)
        guard let columns = try? reader.next(), ImportColumns.areRight(columns, for: pool) else {
            throw ImportFailure(message: "The header in the CSV file does not match the expected headers.")
        }
        var toSkip = job.done
        var count = 0
        while true {
            var rows: [ImportedUser?] = []
            var isAtEnd = false
            while rows.count < Self.rowsPerStep {
                let row: [String]?
                do { row = try reader.next() } catch { row = [] }
                guard let row else {
                    isAtEnd = true
                    break
                }
                count += 1
                guard count <= Self.maxRows else { throw ImportFailure(message: "Too many users in the CSV file.") }
                if toSkip > 0 {
                    toSkip -= 1
                } else {
                    rows.append(ImportedUser(row, columns, in: pool, sub: randomness.uuid(), at: clock.now))
                }
            }
            guard try await add(rows, to: jobID, in: poolID) else { return }
            if isAtEnd { break }
        }
        try await endImport(poolID, jobID, .succeeded, "The user import job has completed.")
    }

    /// False when the job was stopped, or its pool deleted.
    private func add(_ rows: [ImportedUser?], to jobID: String, in poolID: String) async throws -> Bool {
        try await store.write { transaction in
            guard let pool = try transaction.find(UserPool.self, UserPool.key(poolID)),
                var job = try transaction.find(UserImportJob.self, UserImportJob.key(poolID, jobID)),
                job.status == .pending || job.status == .inProgress
            else { return false }
            job.status = .inProgress
            for row in rows {
                guard let row else {
                    job.failed += 1
                    continue
                }
                guard try transaction.user(row.name, in: pool) == nil, try !transaction.exists(row.user.key) else {
                    job.skipped += 1
                    continue
                }
                do {
                    try transaction.saveUser(row.user, over: nil, in: pool)
                    job.imported += 1
                } catch is ServiceError { job.failed += 1 }
            }
            try transaction.save(job)
            return true
        }
    }

    private func endImport(
        _ poolID: String, _ jobID: String, _ status: UserImportJobStatusType, _ message: String
    ) async throws {
        let time = clock.now
        try await store.write { transaction in
            guard var job = try transaction.find(UserImportJob.self, UserImportJob.key(poolID, jobID)), job.isActive
            else { return }
            job.end(status, message, at: time)
            try transaction.save(job)
            try transaction.delete(UserImportFile.key(poolID, jobID).bytes)
        }
    }
}

extension Snapshot {
    func requireImportJob(_ id: String, of pool: UserPool) throws -> UserImportJob {
        guard let job = try find(UserImportJob.self, UserImportJob.key(pool.id, id)) else {
            throw ServiceError(CognitoUserPoolsErrors.resourceNotFound, "User import job \(id) does not exist.")
        }
        return job
    }

    /// Whether users are being imported: one job at a time, and the schema stands meanwhile.
    func isImporting(into pool: UserPool) throws -> Bool {
        try list(UserImportJob.self, prefix: UserImportJob.listing(pool.id), limit: UserImportJob.maxPerPool)
            .records.contains(where: \.isActive)
    }
}

extension ServiceError {
    static func preconditionNotMet(_ message: String) -> ServiceError {
        ServiceError(CognitoUserPoolsErrors.preconditionNotMet, message)
    }
}
