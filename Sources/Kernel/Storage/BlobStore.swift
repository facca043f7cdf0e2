/// Bodies too large to stand beside their record. A blob is written, sealed (synced), and only then
/// named by its owner's record; a blob without a row in the store is swept away.
package protocol BlobStore: Sendable {
    /// Starts a blob that nobody sees yet. Nothing is on the disk before its first bytes are.
    func create() -> any BlobWriter
    /// Opens a sealed blob for reading.
    func open(_ id: BlobID) async throws -> any BlobReader
    /// Removes blobs that no record names any more. Removing one that is gone is no error.
    func remove(_ ids: [BlobID]) async
    /// Ids of at most `limit` blobs at or above `start`, for the sweep; those being written are left out.
    func list(from start: BlobID, limit: Int) async throws -> [BlobID]
}

/// One blob being written. It is gone if it is dropped without being sealed.
package protocol BlobWriter: Sendable {
    var id: BlobID { get }
    /// Appends the pieces in their order. Returns when they are handed to the system, not when they are on disk.
    func write(_ pieces: [[UInt8]]) async throws
    /// Returns when everything written is on disk, under its name. Wants proof that the body was
    /// read to its end and is what the client said.
    func seal(_ proof: VerifiedBody) async throws
    func discard() async
}

/// One sealed blob. What is open can be read to its end, even when the blob is removed meanwhile.
package protocol BlobReader: Sendable {
    var byteCount: Int { get }
    /// A descriptor the edge may send from, if the engine has one. It is owned by this reader.
    var fileDescriptor: Int32? { get }
    /// Runs what may wait for the disk, `fill` above all, on threads that are there for it.
    func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
    /// Reads into memory as many bytes as it holds and the blob has; gives how many those were. Waits for the disk.
    func fill(_ buffer: UnsafeMutableRawBufferPointer, from offset: Int) throws -> Int
}

extension BlobReader {
    package func read(at offset: Int, count: Int) async throws -> [UInt8] {
        try await blocking {
            try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                let place = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
                filled = try fill(place, from: offset)
            }
        }
    }
}

/// An id of ours, in the order of making.
package struct BlobID: Sendable, Hashable, Comparable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package static let zero = BlobID(high: 0, low: 0)

    package static func < (left: BlobID, right: BlobID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    /// 32 hexadecimal digits.
    package var name: String {
        Self.hexadecimal(high) + Self.hexadecimal(low)
    }

    package init?(name: some StringProtocol) {
        guard name.utf8.count == 32, let high = UInt64(name.prefix(16), radix: 16),
            let low = UInt64(name.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The row that says the blob has an owner.
    package var row: Key { Key(table: .blobs).number(high).number(low) }
}

/// Proof that a request's body was read to its end: length, hash, chunk signatures and trailers
/// were all as the client said. Made by the body's `finish()` alone.
package struct VerifiedBody: Sendable {
    package let byteCount: Int
    /// Trailer fields in lower case, by name.
    package let trailers: [String: String]

    package init(byteCount: Int, trailers: [String: String] = [:]) {
        self.byteCount = byteCount
        self.trailers = trailers
    }
}
