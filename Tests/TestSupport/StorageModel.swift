import Storage

/// What a store must answer, in the simplest way: a sorted dictionary. Engines are compared with it.
package struct StorageModel: Sendable {
    package private(set) var entries: [[UInt8]: [UInt8]] = [:]

    package init() {}

    package func get(_ key: [UInt8]) -> [UInt8]? { entries[key] }
    package mutating func put(_ key: [UInt8], _ value: [UInt8]) { entries[key] = value }
    package mutating func delete(_ key: [UInt8]) { entries[key] = nil }

    package mutating func deleteRange(from: [UInt8], to: [UInt8], limit: Int) -> Int {
        let doomed = keys(from, to).prefix(limit)
        for key in doomed { entries[key] = nil }
        return doomed.count
    }

    package func scan(_ range: ScanRange) -> ScanPage {
        var page: [ScanEntry] = []
        var byteCount = 0
        let ordered = keys(range.from, range.to)
        for key in range.direction == .forward ? ordered : ordered.reversed() {
            let group = group(of: key, range.delimiter)
            if let group, page.last == ScanEntry(key: group, value: [], isGroup: true) { continue }
            guard page.count < range.maxEntries, byteCount < range.maxBytes else {
                return ScanPage(entries: page, more: true)
            }
            let entry =
                group.map { ScanEntry(key: $0, value: [], isGroup: true) }
                ?? ScanEntry(key: key, value: range.keysOnly ? [] : entries[key] ?? [])
            page.append(entry)
            byteCount += entry.key.count + entry.value.count
        }
        return ScanPage(entries: page, more: false)
    }

    private func keys(_ from: [UInt8], _ to: [UInt8]) -> [[UInt8]] {
        entries.keys.filter { !$0.lexicographicallyPrecedes(from) && $0.lexicographicallyPrecedes(to) }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func group(of key: [UInt8], _ delimiter: ScanRange.Delimiter?) -> [UInt8]? {
        guard let delimiter, delimiter.offset <= key.count,
            let found = key[delimiter.offset...].firstRange(of: delimiter.bytes)
        else { return nil }
        return Array(key[..<found.upperBound])
    }
}
