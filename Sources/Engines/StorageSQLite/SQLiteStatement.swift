import CSQLite
import Storage

/// One prepared statement, used again and again by its connection's one thread at a time.
final class SQLiteStatement {
    private let handle: OpaquePointer

    init(_ sql: String, on connection: OpaquePointer) throws {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else { throw StorageError.sqlite(code, on: connection) }
        self.handle = handle
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds bytes that the caller keeps alive until the statement is reset.
    func bind(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int32) {
        // An empty blob needs an address, or it becomes NULL.
        guard let base = bytes.baseAddress, !bytes.isEmpty else {
            sqlite3_bind_zeroblob(handle, index, 0)
            return
        }
        sqlite3_bind_blob64(handle, index, base, UInt64(bytes.count), nil)
    }

    func bind(_ number: Int64, at index: Int32) { sqlite3_bind_int64(handle, index, number) }

    func bindNull(at index: Int32) { sqlite3_bind_null(handle, index) }

    /// Steps once: true if there is a row.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw StorageError.sqlite(code, on: sqlite3_db_handle(handle))
        }
    }

    func run() throws {
        defer { reset() }
        while try step() {}
    }

    func reset() { sqlite3_reset(handle) }

    func bytes(_ column: Int32) -> [UInt8] {
        let count = Int(sqlite3_column_bytes(handle, column))
        guard count > 0, let base = sqlite3_column_blob(handle, column) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: base, count: count))
    }

    func byteCount(_ column: Int32) -> Int { Int(sqlite3_column_bytes(handle, column)) }

    func number(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
}

extension StorageError {
    static func sqlite(_ code: Int32, on connection: OpaquePointer?) -> StorageError {
        let message = connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "no connection"
        return .engine(code: code, message: message)
    }
}
