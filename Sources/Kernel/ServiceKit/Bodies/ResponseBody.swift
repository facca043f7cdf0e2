import Storage

/// What follows an answer's head.
package enum ResponseBody: Sendable {
    case bytes([UInt8])
    /// Parts of sealed blobs, one after the other; sent by the kernel from file to socket where it can.
    case segments([Segment])

    package struct Segment: Sendable {
        /// Opens what the bytes are read from, when it is their turn.
        package let open: @Sendable () async throws -> any BlobReader
        package let offset: Int
        package let byteCount: Int

        package init(reader: any BlobReader, offset: Int, byteCount: Int) {
            self.init(offset: offset, byteCount: byteCount) { reader }
        }

        package init(offset: Int, byteCount: Int, open: @escaping @Sendable () async throws -> any BlobReader) {
            self.open = open
            self.offset = offset
            self.byteCount = byteCount
        }
    }

    package var byteCount: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .segments(let segments): segments.reduce(0) { $0 + $1.byteCount }
        }
    }
}

/// An operation's answer: the modelled members, and a body that is streamed rather than modelled.
package struct Streamed<Output: Sendable>: Sendable {
    package var output: Output
    package var body: ResponseBody
    /// Overrides the model's status: 206 for a range.
    package var status: Int?

    package init(_ output: Output, body: ResponseBody, status: Int? = nil) {
        self.output = output
        self.body = body
        self.status = status
    }
}
