import DynamoDBModel
import Storage

/// An item as it is stored: its size, and its attributes in the wire's own JSON, so that reading one is a copy of bytes.
struct StoredItem: Sendable, Equatable {
    private static let version: UInt8 = 1
    private static let headerBytes = 5

    /// Names and values, as AWS counts them.
    let size: Int
    /// `{"id":{"N":"1"}}`, names in the order of their bytes.
    let json: [UInt8]

    init(_ item: AttributeMap) {
        size = item.storedBytes
        json = item.json
    }

    init(stored bytes: [UInt8]) throws { try self.init(stored: bytes[...]) }

    init(stored bytes: ArraySlice<UInt8>) throws {
        let start = bytes.startIndex
        guard bytes.count > Self.headerBytes, bytes[start] == Self.version else {
            throw StorageError.corrupt("an item was written by a newer version")
        }
        size =
            Int(bytes[start + 1]) << 24 | Int(bytes[start + 2]) << 16 | Int(bytes[start + 3]) << 8
            | Int(bytes[start + 4])
        json = Array(bytes[(start + Self.headerBytes)...])
    }

    var stored: [UInt8] {
        var bytes = [Self.version]
        bytes.reserveCapacity(Self.headerBytes + json.count)
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: size >> shift)) }
        bytes.append(contentsOf: json)
        return bytes
    }

    func attributes() throws -> AttributeMap { try AttributeMap(json: json) }
}

/// What a write finds in its item's place, its attributes read only where somebody asks for them.
struct PreviousItem: Sendable {
    let stored: StoredItem
    private let known: AttributeMap?

    /// - Parameter isRead: the attributes will be needed.
    init(_ stored: StoredItem, isRead: Bool) throws {
        self.stored = stored
        known = isRead ? try stored.attributes() : nil
    }

    func attributes() throws -> AttributeMap { try known ?? stored.attributes() }
}
