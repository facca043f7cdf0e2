import NIOCore

/// The pieces of one body between the connection that brings them and the task that reads them.
///
/// Both run on the connection's event loop, so nothing here is locked; the loop is asserted.
final class InboundBody: IncomingBody, @unchecked Sendable {
    let contentLength: Int?
    private let eventLoop: any EventLoop
    private let limit: Int
    /// Asks the connection for more, and for `100 Continue` on the first call.
    private let wantsMore: () -> Void

    private var pieces: CircularBuffer<ByteBuffer> = []
    private(set) var bufferedBytes = 0
    private(set) var isComplete = false
    private var failure: IncomingBodyFailure?
    private var reader: CheckedContinuation<[UInt8]?, any Error>?

    init(contentLength: Int?, limit: Int, on eventLoop: any EventLoop, wantsMore: @escaping () -> Void) {
        self.contentLength = contentLength
        self.limit = limit
        self.eventLoop = eventLoop
        self.wantsMore = wantsMore
    }

    var hasRoom: Bool { bufferedBytes < limit && !isComplete && failure == nil }

    var hasReader: Bool { reader != nil }

    func next() async throws -> [UInt8]? {
        eventLoop.preconditionInEventLoop()
        if let piece = pieces.popFirst() {
            bufferedBytes -= piece.readableBytes
            if hasRoom { wantsMore() }
            return Array(piece.readableBytesView)
        }
        if let failure { throw failure }
        if isComplete { return nil }
        return try await withCheckedThrowingContinuation { continuation in
            reader = continuation
            wantsMore()
        }
    }

    // MARK: The connection's side

    func receive(_ piece: ByteBuffer) {
        guard piece.readableBytes > 0, failure == nil else { return }
        if let reader = takeReader() {
            reader.resume(returning: Array(piece.readableBytesView))
        } else {
            bufferedBytes += piece.readableBytes
            pieces.append(piece)
        }
    }

    func complete() {
        isComplete = true
        takeReader()?.resume(returning: nil)
    }

    func fail(_ failure: IncomingBodyFailure) {
        guard !isComplete, self.failure == nil else { return }
        self.failure = failure
        takeReader()?.resume(throwing: failure)
    }

    /// Throws away what nobody will read, and says how much it was.
    func dropBuffered() -> Int {
        defer {
            pieces.removeAll()
            bufferedBytes = 0
        }
        return bufferedBytes
    }

    private func takeReader() -> CheckedContinuation<[UInt8]?, any Error>? {
        defer { reader = nil }
        return reader
    }
}
