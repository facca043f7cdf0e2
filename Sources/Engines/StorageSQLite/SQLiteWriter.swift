import CSQLite
import Dispatch
import Storage
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The one thread that changes the file. Waiting closures run one after the other, each in a
/// savepoint of one transaction, and are committed together: no conflicts, one sync for many.
final class SQLiteWriter: @unchecked Sendable {
    private struct Queue {
        var waiting: [any QueuedWrite] = []
        var isClosed = false
    }

    private let connection: SQLiteConnection
    private let options: SQLiteStore.Options
    private let queue = Mutex(Queue())
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    init(path: String, options: SQLiteStore.Options) throws {
        self.options = options
        connection = try SQLiteConnection(
            path: path, role: .writer, pageBytes: options.pageBytes, cacheKiB: options.writerCacheKiB)
        countLogPages()
        try startThread()
    }

    /// Pages in the write-ahead log since it last began anew; told by SQLite after each commit.
    private var walPages = 0

    private func countLogPages() {
        sqlite3_wal_hook(
            connection.handle,
            { writer, _, _, pages in
                Unmanaged<SQLiteWriter>.fromOpaque(writer!).takeUnretainedValue().walPages = Int(pages)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    var isClosed: Bool { queue.withLock { $0.isClosed } }

    /// Answers why the write is not taken, if it is not.
    func enqueue(_ write: any QueuedWrite) -> StorageError? {
        let (refusal, wasEmpty): (StorageError?, Bool) = queue.withLock { queue in
            if queue.isClosed { return (.closed, false) }
            if queue.waiting.count >= options.queueLimit { return (.overloaded, false) }
            queue.waiting.append(write)
            return (nil, queue.waiting.count == 1)
        }
        if wasEmpty { wake.signal() }
        return refusal
    }

    func close() {
        let wasOpen = queue.withLock { queue in
            defer { queue.isClosed = true }
            return !queue.isClosed
        }
        guard wasOpen else { return }
        wake.signal()
        ended.wait()
    }

    private func startThread() throws {
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { pointer in
                let writer = Unmanaged<SQLiteWriter>.fromOpaque(pointer!).takeRetainedValue()
                writer.runUntilClosed()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        guard code == 0 else { throw StorageError.engine(code: code, message: "no thread for the writer") }
        pthread_detach(thread)
    }

    private func runUntilClosed() {
        while true {
            let (group, isClosed) = takeGroup()
            if group.isEmpty {
                if isClosed { break }
                wake.wait()
                continue
            }
            commit(group)
            checkpointIfGrown()
        }
        _ = checkpoint(SQLITE_CHECKPOINT_TRUNCATE)
        ended.signal()
    }

    private func takeGroup() -> ([any QueuedWrite], Bool) {
        queue.withLock { queue in
            let count = min(queue.waiting.count, options.groupLimit)
            let group = Array(queue.waiting.prefix(count))
            queue.waiting.removeFirst(count)
            return (group, queue.isClosed)
        }
    }

    private func commit(_ group: [any QueuedWrite]) {
        do {
            try connection[.beginImmediate].run()
            let transaction = SQLiteTransaction(connection: connection, overflowBytes: options.overflowBytes)
            for write in group { try run(write, in: transaction) }
            try connection[.commit].run()
            for write in group { write.finish(nil) }
        } catch {
            // Nothing of the group is on disk: a full disk, say. Every caller is told.
            try? connection[.rollback].run()
            let failure = error as? StorageError ?? .engine(code: SQLITE_ERROR, message: "\(error)")
            for write in group { write.finish(failure) }
        }
    }

    private func run(_ write: any QueuedWrite, in transaction: SQLiteTransaction) throws {
        try connection[.savepoint].run()
        if !write.run(in: transaction) { try connection[.rollbackToSavepoint].run() }
        try connection[.release].run()
    }

    /// Only this thread checkpoints, between groups: SQLite before 3.51.3 can lose a commit when
    /// another connection commits while one is checkpointed.
    private func checkpointIfGrown() {
        guard walPages * options.pageBytes >= options.checkpointBytes else { return }
        _ = checkpoint(SQLITE_CHECKPOINT_PASSIVE)
    }

    private func checkpoint(_ mode: Int32) -> Int32 {
        sqlite3_wal_checkpoint_v2(connection.handle, nil, mode, nil, nil)
    }
}
