/// Builds keys that sort as their parts do.
///
/// A text part ends with a zero byte, zero bytes inside it being written 00 FF; numbers are eight
/// bytes, big end first. A raw part may only stand last.
package struct Key: Sendable, Hashable {
    package private(set) var bytes: [UInt8]

    package init(table: TableID) {
        bytes = [UInt8(truncatingIfNeeded: table.rawValue >> 8), UInt8(truncatingIfNeeded: table.rawValue)]
    }

    package init(bytes: [UInt8]) { self.bytes = bytes }

    package func text(_ part: String) -> Key {
        var key = self
        key.bytes.reserveCapacity(bytes.count + part.utf8.count + 1)
        for byte in part.utf8 {
            key.bytes.append(byte)
            if byte == 0 { key.bytes.append(0xFF) }
        }
        key.bytes.append(0)
        return key
    }

    package func number(_ part: UInt64) -> Key {
        var key = self
        withUnsafeBytes(of: part.bigEndian) { key.bytes.append(contentsOf: $0) }
        return key
    }

    /// The last part, as it is.
    package func raw(_ part: [UInt8]) -> Key {
        var key = self
        key.bytes.reserveCapacity(bytes.count + part.count)
        key.bytes.append(contentsOf: part)
        return key
    }

    /// The last part, as it is.
    package func raw(_ part: some Sequence<UInt8>) -> Key {
        var key = self
        key.bytes.append(contentsOf: part)
        return key
    }
}

/// A table's number. Numbers are given out once, in TableID+Assigned.swift, and never used again.
package struct TableID: RawRepresentable, Sendable, Hashable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }
    package init(_ rawValue: UInt16) { self.rawValue = rawValue }
}

/// Reads parts back from a key.
package struct KeyReader {
    private let bytes: [UInt8]
    private var position: Int

    /// Skips the table's number.
    package init(_ bytes: [UInt8], skipping count: Int = 2) {
        self.bytes = bytes
        position = min(count, bytes.count)
    }

    package mutating func text() throws -> String {
        var part: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte != 0 {
                part.append(byte)
            } else if position < bytes.count, bytes[position] == 0xFF {
                part.append(0)
                position += 1
            } else {
                return String(decoding: part, as: UTF8.self)
            }
        }
        throw StorageError.corrupt("a key's text part has no end")
    }

    package mutating func number() throws -> UInt64 {
        guard position + 8 <= bytes.count else { throw StorageError.corrupt("a key's number is cut") }
        defer { position += 8 }
        return bytes[position..<position + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }

    package func rest() -> ArraySlice<UInt8> { bytes[position...] }
}
