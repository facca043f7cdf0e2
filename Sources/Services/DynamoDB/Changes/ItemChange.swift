import FoundationEssentials
import Storage

/// One change of an item: what streams tell, and what recovery to a point in time takes back.
struct ItemChange: Sendable {
    private static let version: UInt8 = 1
    private static let headerBytes = 14
    private static let timeToLiveFlag: UInt8 = 1

    let origin: ChangeOrigin
    /// Nil for an item that came.
    let old: StoredItem?
    /// Nil for an item that went.
    let new: StoredItem?

    init(_ origin: ChangeOrigin, old: StoredItem?, new: StoredItem?) {
        self.origin = origin
        self.old = old
        self.new = new
    }

    init(stored bytes: [UInt8]) throws {
        guard bytes.count >= Self.headerBytes, bytes[0] == Self.version else {
            throw StorageError.corrupt("a change was written by a newer version")
        }
        origin = ChangeOrigin(time: Self.time(bytes), isTimeToLive: bytes[1] & Self.timeToLiveFlag != 0)
        let rest = bytes[Self.headerBytes...]
        let oldBytes = bytes[10..<Self.headerBytes].reduce(0) { $0 << 8 | Int($1) }
        guard oldBytes <= rest.count else { throw StorageError.corrupt("a change is cut") }
        old = oldBytes == 0 ? nil : try StoredItem(stored: rest.prefix(oldBytes))
        new = oldBytes == rest.count ? nil : try StoredItem(stored: rest.dropFirst(oldBytes))
    }

    /// When it was made, without reading the rest.
    static func time(_ stored: [UInt8]) -> Date {
        guard stored.count >= headerBytes else { return .distantPast }
        let milliseconds = stored[2..<10].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    var stored: [UInt8] {
        let old = old?.stored ?? []
        let new = new?.stored ?? []
        var bytes = [Self.version, origin.isTimeToLive ? Self.timeToLiveFlag : 0]
        bytes.reserveCapacity(Self.headerBytes + old.count + new.count)
        let milliseconds = UInt64(max(0, origin.time.timeIntervalSince1970 * 1000))
        withUnsafeBytes(of: milliseconds.bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: UInt32(old.count).bigEndian) { bytes.append(contentsOf: $0) }
        return bytes + old + new
    }
}
