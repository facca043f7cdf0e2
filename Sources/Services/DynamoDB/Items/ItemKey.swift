import DynamoDBModel
import Storage

/// Where an item's row stands: behind its table's number and a hash of its partition, so that a scan's segments are ranges
/// and one partition's items lie together, in the order of their keys.
struct ItemKey: Sendable, Hashable {
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    init(base: Key, _ schema: KeySchema, of item: AttributeMap) {
        self.init(
            base: base, hash: schema.hash.compactMap { item[$0.name] }, range: schema.range.compactMap { item[$0.name] }
        )
    }

    private static let baseBytes = 10

    /// The row's key in another table's rows: behind the number that it begins with, keys are the same.
    func moved(to base: Key) -> ItemKey { ItemKey(bytes: base.bytes + bytes.dropFirst(Self.baseBytes)) }

    /// - Parameters:
    ///   - base: of the table's or the index's rows.
    ///   - hash: the partition's values; range: those of the order in it.
    init(base: Key, hash: [AttributeValue], range: [AttributeValue]) {
        bytes = Self.partition(base, hash).bytes + range.flatMap { $0.sortedBytes ?? [] }
    }

    /// What all rows of one partition begin with.
    static func partition(_ base: Key, _ hash: [AttributeValue]) -> Key {
        let part = hash.flatMap { $0.sortedBytes ?? [] }
        let place = segmentNumber(part)
        return base.raw([UInt8(place >> 8), UInt8(place & 0xFF)] + part)
    }

    /// A partition's place among 65,536: by FNV-1a, folded. It is stored, so it never changes.
    private static func segmentNumber(_ bytes: [UInt8]) -> UInt16 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes {
            hash ^= UInt64(byte)
            hash = hash &* 0x100_0000_01B3
        }
        hash ^= hash >> 32
        return UInt16(truncatingIfNeeded: hash ^ hash >> 16)
    }
}
