import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Records that were parsed before, found by their exact bytes: for those that nearly every request
/// reads and that take long to parse. Bounded like `BoundedCache`.
package final class DecodedRecords<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        let bytes: [UInt8]
        let value: Value
    }

    private let entries: BoundedCache<Int, Entry>

    package init(limit: Int) { entries = BoundedCache(limit: limit) }

    /// - Parameter decode: reads the bytes the first time they are seen.
    package func value(of bytes: ArraySlice<UInt8>, decode: (ArraySlice<UInt8>) throws -> Value) throws -> Value {
        let hash = Self.hash(bytes)
        if let known = entries[hash], Self.areSame(known.bytes, bytes) { return known.value }
        let value = try decode(bytes)
        entries[hash] = Entry(bytes: Array(bytes), value: value)
        return value
    }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }

    /// As memory: comparing arrays in generic code goes byte by byte.
    private static func areSame(_ one: [UInt8], _ other: ArraySlice<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        return one.withUnsafeBytes { first in
            other.withUnsafeBytes { second in
                guard let first = first.baseAddress, let second = second.baseAddress else { return true }
                return memcmp(first, second, one.count) == 0
            }
        }
    }
}
