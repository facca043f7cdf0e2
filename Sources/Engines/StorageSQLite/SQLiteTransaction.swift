import CSQLite
import Storage

/// What a closure sees: reads for all, changes for the writer.
struct SQLiteTransaction: Transaction {
    let connection: SQLiteConnection
    /// Values longer than this stand in a table of their own.
    let overflowBytes: Int

    func get(_ key: [UInt8]) throws -> [UInt8]? {
        let statement = try connection[.get]
        defer { statement.reset() }
        return try key.withUnsafeBufferPointer { key in
            statement.bind(key, at: 1)
            guard try statement.step() else { return nil }
            return try value(of: statement, column: 0)
        }
    }

    private func value(of statement: SQLiteStatement, column: Int32) throws -> [UInt8] {
        guard !statement.isNull(column + 1) else { return statement.bytes(column) }
        let overflow = try connection[.getOverflow]
        defer { overflow.reset() }
        overflow.bind(statement.number(column + 1), at: 1)
        guard try overflow.step() else { throw StorageError.corrupt("a large value is missing") }
        return overflow.bytes(0)
    }

    func scan(_ range: ScanRange) throws -> ScanPage {
        var scanner = SQLiteScanner(range)
        while let seek = scanner.nextSeek {
            let statement = try connection[scanner.statement]
            defer { statement.reset() }
            try seek.from.withUnsafeBufferPointer { from in
                try seek.to.withUnsafeBufferPointer { to in
                    statement.bind(from, at: 1)
                    statement.bind(to, at: 2)
                    try scanner.consume(statement) { try value(of: statement, column: 1) }
                }
            }
        }
        return ScanPage(entries: scanner.entries, more: scanner.more)
    }

    func put(_ key: [UInt8], _ value: [UInt8]) throws {
        guard key.count <= KeyLimits.maxKeyBytes else { throw StorageError.tooLarge("key") }
        guard value.count <= KeyLimits.maxValueBytes else { throw StorageError.tooLarge("value") }
        let overflow = value.count > overflowBytes ? try putOverflow(value) : nil
        let statement = try connection[.put]
        try key.withUnsafeBufferPointer { key in
            try value.withUnsafeBufferPointer { value in
                statement.bind(key, at: 1)
                if let overflow {
                    statement.bindNull(at: 2)
                    statement.bind(overflow, at: 3)
                } else {
                    statement.bind(value, at: 2)
                    statement.bindNull(at: 3)
                }
                try statement.run()
            }
        }
    }

    private func putOverflow(_ value: [UInt8]) throws -> Int64 {
        let statement = try connection[.putOverflow]
        try value.withUnsafeBufferPointer { value in
            statement.bind(value, at: 1)
            try statement.run()
        }
        return sqlite3_last_insert_rowid(connection.handle)
    }

    func delete(_ key: [UInt8]) throws {
        let statement = try connection[.delete]
        try key.withUnsafeBufferPointer { key in
            statement.bind(key, at: 1)
            try statement.run()
        }
    }

    func deleteRange(from: [UInt8], to: [UInt8], limit: Int) throws -> Int {
        let statement = try connection[.deleteRange]
        try from.withUnsafeBufferPointer { from in
            try to.withUnsafeBufferPointer { to in
                statement.bind(from, at: 1)
                statement.bind(to, at: 2)
                statement.bind(Int64(limit), at: 3)
                try statement.run()
            }
        }
        return Int(sqlite3_changes(connection.handle))
    }

    func append(_ log: [UInt8], _ value: [UInt8]) throws -> UInt64 {
        let counter = Key(table: .logPositions).raw(log).bytes
        let last = try get(counter)?.reduce(0) { $0 << 8 | UInt64($1) } ?? 0
        let position = last + 1
        try put(counter, Key(bytes: []).number(position).bytes)
        try put(Key(bytes: log).number(position).bytes, value)
        return position
    }
}
