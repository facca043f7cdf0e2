import CSQLite
import Storage

/// One connection with its prepared statements. Used by one thread at a time.
final class SQLiteConnection: @unchecked Sendable {
    enum Role { case writer, reader }

    let handle: OpaquePointer
    private(set) var statements: [Statement: SQLiteStatement] = [:]

    init(path: String, role: Role, pageBytes: Int, cacheKiB: Int) throws {
        var handle: OpaquePointer?
        let access = role == .writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let code = sqlite3_open_v2(path, &handle, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, nil)
        guard code == SQLITE_OK, let handle else {
            defer { sqlite3_close_v2(handle) }
            throw StorageError.sqlite(code, on: handle)
        }
        self.handle = handle
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, 10_000)
        if role == .writer { try execute("PRAGMA page_size = \(pageBytes)") }
        try execute("PRAGMA cache_size = -\(cacheKiB)")
        try execute("PRAGMA temp_store = MEMORY")
        if role == .writer { try becomeWriter() }
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(handle)
    }

    /// A commit is acknowledged once it is synced: FULL is asserted, since a library or a build of
    /// SQLite may quietly choose less.
    private func becomeWriter() throws {
        try execute("PRAGMA journal_mode = WAL")
        try execute("PRAGMA synchronous = FULL")
        try execute("PRAGMA secure_delete = OFF")
        try execute("PRAGMA wal_autocheckpoint = 0")
        try execute("PRAGMA journal_size_limit = \(64 << 20)")
        guard try pragma("synchronous") == 2 else {
            throw StorageError.engine(code: SQLITE_MISUSE, message: "SQLite did not take synchronous=FULL")
        }
        try execute(Self.schema)
    }

    /// Lists read `entries` row by row, so what is large stands apart and is read by who asks for it.
    private static let schema = """
        CREATE TABLE IF NOT EXISTS entries (
            key BLOB NOT NULL PRIMARY KEY, value BLOB, overflow INTEGER
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS overflow (id INTEGER PRIMARY KEY, value BLOB NOT NULL);
        CREATE TRIGGER IF NOT EXISTS overflow_replaced AFTER UPDATE ON entries
            WHEN old.overflow IS NOT NULL BEGIN DELETE FROM overflow WHERE id = old.overflow; END;
        CREATE TRIGGER IF NOT EXISTS overflow_deleted AFTER DELETE ON entries
            WHEN old.overflow IS NOT NULL BEGIN DELETE FROM overflow WHERE id = old.overflow; END;
        """

    func execute(_ sql: String) throws {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw StorageError.sqlite(code, on: handle) }
    }

    func pragma(_ name: String) throws -> Int64 {
        let statement = try SQLiteStatement("PRAGMA \(name)", on: handle)
        return try statement.step() ? statement.number(0) : 0
    }

    subscript(_ statement: Statement) -> SQLiteStatement {
        get throws {
            if let prepared = statements[statement] { return prepared }
            let prepared = try SQLiteStatement(statement.rawValue, on: handle)
            statements[statement] = prepared
            return prepared
        }
    }

    /// Every statement the engine runs.
    enum Statement: String {
        case begin = "BEGIN"
        case beginImmediate = "BEGIN IMMEDIATE"
        case commit = "COMMIT"
        case rollback = "ROLLBACK"
        case savepoint = "SAVEPOINT closure"
        case release = "RELEASE closure"
        case rollbackToSavepoint = "ROLLBACK TO closure"
        case get = "SELECT value, overflow FROM entries WHERE key = ?1"
        case getOverflow = "SELECT value FROM overflow WHERE id = ?1"
        case put = """
            INSERT INTO entries (key, value, overflow) VALUES (?1, ?2, ?3)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, overflow = excluded.overflow
            """
        case putOverflow = "INSERT INTO overflow (value) VALUES (?1)"
        case delete = "DELETE FROM entries WHERE key = ?1"
        case deleteRange = """
            DELETE FROM entries WHERE key IN
            (SELECT key FROM entries WHERE key >= ?1 AND key < ?2 ORDER BY key LIMIT ?3)
            """
        case scanForward = "SELECT key, value, overflow FROM entries WHERE key >= ?1 AND key < ?2 ORDER BY key"
        case scanBackward = """
            SELECT key, value, overflow FROM entries WHERE key >= ?1 AND key < ?2 ORDER BY key DESC
            """
        case keysForward = "SELECT key FROM entries WHERE key >= ?1 AND key < ?2 ORDER BY key"
        case keysBackward = "SELECT key FROM entries WHERE key >= ?1 AND key < ?2 ORDER BY key DESC"
    }
}
