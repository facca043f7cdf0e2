import Storage

/// Collects one page. A delimiter makes it seek past each group instead of reading its keys.
struct SQLiteScanner {
    private let range: ScanRange
    private(set) var entries: [ScanEntry] = []
    private(set) var more = false
    private(set) var nextSeek: (from: [UInt8], to: [UInt8])?
    private var byteCount = 0

    init(_ range: ScanRange) {
        self.range = range
        nextSeek = range.from.lexicographicallyPrecedes(range.to) ? (range.from, range.to) : nil
    }

    var statement: SQLiteConnection.Statement {
        switch (range.direction, range.keysOnly) {
        case (.forward, false): .scanForward
        case (.backward, false): .scanBackward
        case (.forward, true): .keysForward
        case (.backward, true): .keysBackward
        }
    }

    /// Reads rows until the page is full, the range ends or a group is to be skipped.
    mutating func consume(_ statement: SQLiteStatement, value: () throws -> [UInt8]) throws {
        let bounds = nextSeek
        nextSeek = nil
        while try statement.step() {
            guard !isFull else {
                more = true
                return
            }
            let key = statement.bytes(0)
            if let group = group(of: key) {
                add(ScanEntry(key: group, value: [], isGroup: true))
                nextSeek = seek(past: group, within: bounds)
                return
            }
            add(ScanEntry(key: key, value: range.keysOnly ? [] : try value()))
        }
    }

    private var isFull: Bool { entries.count >= range.maxEntries || byteCount >= range.maxBytes }

    private mutating func add(_ entry: ScanEntry) {
        entries.append(entry)
        byteCount += entry.key.count + entry.value.count
    }

    private func seek(past group: [UInt8], within bounds: (from: [UInt8], to: [UInt8])?) -> ([UInt8], [UInt8])? {
        guard let bounds else { return nil }
        let next =
            range.direction == .forward ? (group.prefixSuccessor, bounds.to) : (bounds.from, group)
        return next.0.lexicographicallyPrecedes(next.1) ? next : nil
    }

    private func group(of key: [UInt8]) -> [UInt8]? {
        guard let delimiter = range.delimiter, !delimiter.bytes.isEmpty else { return nil }
        let width = delimiter.bytes.count
        var position = delimiter.offset
        while position + width <= key.count {
            if key[position] == delimiter.bytes[0],
                key[position..<position + width].elementsEqual(delimiter.bytes)
            {
                return Array(key[..<(position + width)])
            }
            position += 1
        }
        return nil
    }
}
