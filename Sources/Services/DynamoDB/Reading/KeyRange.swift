import DynamoDBExpressions
import DynamoDBModel
import Storage

/// The rows that a query or a scan looks at, in the order of their keys.
struct KeyRange: Sendable, Equatable {
    var from: [UInt8]
    /// The first row no longer looked at.
    var to: [UInt8]

    /// All rows of a table or an index.
    init(all base: Key) {
        from = base.bytes
        to = base.bytes.prefixSuccessor
    }

    /// One of so many segments: a range of the hashes of partitions.
    init(segment: Int, of count: Int, in base: Key) {
        let all = 1 << 16
        func start(_ number: Int) -> [UInt8] {
            let place = all * number / count
            guard place < all else { return base.bytes.prefixSuccessor }
            return base.bytes + [UInt8(place >> 8), UInt8(place & 0xFF)]
        }
        from = start(segment)
        to = start(segment + 1)
    }

    /// The rows of one partition that a key condition selects.
    init(_ selection: KeySelection, in base: Key) {
        let start =
            ItemKey.partition(base, selection.partition).bytes + selection.sortPrefix.flatMap { $0.sortedBytes ?? [] }
        from = start
        to = start.prefixSuccessor
        switch selection.sortTest {
        case nil, .notIndexable: break
        case .equal(let value):
            from = start + (value.sortedBytes ?? [])
            to = from.prefixSuccessor
        case .less(let value): to = start + (value.sortedBytes ?? [])
        case .lessOrEqual(let value): to = (start + (value.sortedBytes ?? [])).prefixSuccessor
        case .greater(let value): from = (start + (value.sortedBytes ?? [])).prefixSuccessor
        case .greaterOrEqual(let value): from = start + (value.sortedBytes ?? [])
        case .between(let low, let high):
            from = start + (low.sortedBytes ?? [])
            to = (start + (high.sortedBytes ?? [])).prefixSuccessor
        case .beginsWith(let value):
            from = start + (value.sortedPrefix ?? [])
            to = from.prefixSuccessor
        }
    }

    var isEmpty: Bool { !from.lexicographicallyPrecedes(to) }

    func contains(_ key: ItemKey) -> Bool {
        !key.bytes.lexicographicallyPrecedes(from) && key.bytes.lexicographicallyPrecedes(to)
    }

    /// The rest behind a row, in the direction of reading.
    func after(_ key: ItemKey, forward: Bool) -> KeyRange {
        var rest = self
        if forward {
            rest.from = max(from, key.bytes.keySuccessor)
        } else {
            rest.to = min(to, key.bytes)
        }
        return rest
    }

    private func max(_ one: [UInt8], _ other: [UInt8]) -> [UInt8] {
        one.lexicographicallyPrecedes(other) ? other : one
    }

    private func min(_ one: [UInt8], _ other: [UInt8]) -> [UInt8] {
        one.lexicographicallyPrecedes(other) ? one : other
    }
}
