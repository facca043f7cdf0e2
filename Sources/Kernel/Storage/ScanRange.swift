/// What a scan looks at, and when it stops.
package struct ScanRange: Sendable {
    package enum Direction: Sendable { case forward, backward }

    /// Folds every key that has `bytes` at or after `offset` into one group that ends with them.
    package struct Delimiter: Sendable {
        package var bytes: [UInt8]
        package var offset: Int

        package init(_ bytes: [UInt8], after offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }
    }

    /// The first key looked at.
    package var from: [UInt8]
    /// The first key no longer looked at.
    package var to: [UInt8]
    package var direction: Direction
    package var maxEntries: Int
    /// Keys and values together; the entry that passes it is still in the page.
    package var maxBytes: Int
    package var keysOnly: Bool
    package var delimiter: Delimiter?

    package init(
        from: [UInt8], to: [UInt8], direction: Direction = .forward, maxEntries: Int = 1000,
        maxBytes: Int = 8 << 20, keysOnly: Bool = false, delimiter: Delimiter? = nil
    ) {
        self.from = from
        self.to = to
        self.direction = direction
        self.maxEntries = maxEntries
        self.maxBytes = maxBytes
        self.keysOnly = keysOnly
        self.delimiter = delimiter
    }

    /// Every key that begins with `prefix`.
    package init(
        prefix: [UInt8], direction: Direction = .forward, maxEntries: Int = 1000, maxBytes: Int = 8 << 20,
        keysOnly: Bool = false, delimiter: Delimiter? = nil
    ) {
        self.init(
            from: prefix, to: prefix.prefixSuccessor, direction: direction, maxEntries: maxEntries,
            maxBytes: maxBytes, keysOnly: keysOnly, delimiter: delimiter)
    }
}

package struct ScanEntry: Sendable, Equatable {
    package var key: [UInt8]
    package var value: [UInt8]
    /// The entry stands for all keys that begin with `key`; it has no value.
    package var isGroup: Bool

    package init(key: [UInt8], value: [UInt8], isGroup: Bool = false) {
        self.key = key
        self.value = value
        self.isGroup = isGroup
    }
}

package struct ScanPage: Sendable, Equatable {
    package var entries: [ScanEntry]
    /// Whether the range holds entries beyond these.
    package var more: Bool

    package init(entries: [ScanEntry], more: Bool) {
        self.entries = entries
        self.more = more
    }
}

extension [UInt8] {
    /// The first key after all that begin with these bytes; the end of all keys if there is none.
    package var prefixSuccessor: [UInt8] {
        var key = self
        while let last = key.last {
            if last < 0xFF {
                key[key.count - 1] = last + 1
                return key
            }
            key.removeLast()
        }
        return KeyLimits.end
    }

    /// The first key after this one.
    package var keySuccessor: [UInt8] { self + [0] }
}

package enum KeyLimits {
    /// Longest key: an index's row has two keys of 3,072 bytes, in which each zero is written as two.
    package static let maxKeyBytes = 16 << 10
    package static let maxValueBytes = 64 << 20
    /// Sorts after every key the store takes.
    package static let end: [UInt8] = [UInt8](repeating: 0xFF, count: 16)
}
