import Storage
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The embedded engine: one writer that commits many closures with one sync, and readers that
/// never wait for it.
package final class SQLiteStore: KeyValueStore {
    package struct Options: Sendable {
        /// Fixed when the file is made. docs/decisions/0002 has the measurements.
        package var pageBytes = 8 << 10
        package var overflowBytes = 2 << 10
        package var writerCacheKiB = 16 << 10
        package var readerCacheKiB = 8 << 10
        /// Closures in one commit, at most.
        package var groupLimit = 512
        /// Closures waiting, at most; more are refused as overloaded.
        package var queueLimit = 65_536
        /// The write-ahead log is moved into the file when it has grown by this much.
        package var checkpointBytes = 16 << 20

        package init() {}
    }

    private let path: String
    private let options: Options
    private let writer: SQLiteWriter
    private let idleReaders = Mutex<[SQLiteConnection]>([])

    /// Opens the file at `path`, or makes it.
    package init(path: String, options: Options = Options()) throws {
        self.path = path
        self.options = options
        writer = try SQLiteWriter(path: path, options: options)
        idleReaders.withLock { $0.reserveCapacity(8) }
    }

    deinit { writer.close() }

    package func read<Value: Sendable>(
        _ body: @Sendable (any Snapshot) throws -> Value
    ) async throws -> Value {
        try readNow(body)
    }

    /// Reads on the calling thread: a point read costs less than waking another one.
    private func readNow<Value>(_ body: (any Snapshot) throws -> Value) throws -> Value {
        let connection = try takeReader()
        defer { idleReaders.withLock { $0.append(connection) } }
        try connection[.begin].run()
        do {
            let value = try body(
                SQLiteTransaction(connection: connection, overflowBytes: options.overflowBytes))
            try connection[.commit].run()
            return value
        } catch {
            try? connection[.rollback].run()
            throw error
        }
    }

    /// There are never more readers than threads that read, since a closure cannot wait.
    private func takeReader() throws -> SQLiteConnection {
        if let idle = idleReaders.withLock({ $0.popLast() }) { return idle }
        guard !writer.isClosed else { throw StorageError.closed }
        return try SQLiteConnection(
            path: path, role: .reader, pageBytes: options.pageBytes, cacheKiB: options.readerCacheKiB)
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await withUnsafeThrowingContinuation { continuation in
            let write = PendingWrite(body: body, continuation: continuation)
            if let refusal = writer.enqueue(write) { continuation.resume(throwing: refusal) }
        }
    }

    /// Waits for the writes already queued, checkpoints and closes. Later calls fail as closed.
    package func close() {
        writer.close()
        idleReaders.withLock { $0.removeAll() }
    }
}
