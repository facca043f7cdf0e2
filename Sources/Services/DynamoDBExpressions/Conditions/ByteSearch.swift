/// Finding texts within texts. Both may be as long as an item, so what takes the product of their lengths is not for
/// long ones.
enum ByteSearch {
    private static let shortNeedle = 16

    static func contains(_ needle: String, in text: String) -> Bool {
        contains(needle, within: text) ?? contains(Array(needle.utf8), in: Array(text.utf8))
    }

    static func contains(_ needle: [UInt8], in bytes: [UInt8]) -> Bool {
        needle.withUnsafeBufferPointer { needle in
            bytes.withUnsafeBufferPointer { contains(needle, in: $0) }
        }
    }

    /// Nil for texts whose bytes do not lie side by side.
    private static func contains(_ needle: String, within text: String) -> Bool? {
        needle.utf8.withContiguousStorageIfAvailable { needle in
            text.utf8.withContiguousStorageIfAvailable { contains(needle, in: $0) }
        } ?? nil
    }

    private static func contains(
        _ needle: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard let first = needle.first else { return true }
        guard needle.count <= bytes.count else { return false }
        guard needle.count <= shortNeedle else { return containsLong(needle, in: bytes) }
        for start in 0...(bytes.count - needle.count) where bytes[start] == first {
            var length = 1
            while length < needle.count, bytes[start + length] == needle[length] { length += 1 }
            if length == needle.count { return true }
        }
        return false
    }

    /// Knuth, Morris and Pratt's: after a mismatch it goes on with the longest beginning of the needle that still fits.
    private static func containsLong(
        _ needle: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        var fallback = [Int](repeating: 0, count: needle.count)
        var length = 0
        for index in 1..<needle.count {
            while length > 0, needle[index] != needle[length] { length = fallback[length - 1] }
            if needle[index] == needle[length] { length += 1 }
            fallback[index] = length
        }
        length = 0
        for byte in bytes {
            while length > 0, byte != needle[length] { length = fallback[length - 1] }
            if byte == needle[length] { length += 1 }
            if length == needle.count { return true }
        }
        return false
    }
}
