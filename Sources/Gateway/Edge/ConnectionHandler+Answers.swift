import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceKit
import Storage
import Wire

#if canImport(Glibc)
    import Glibc
#endif

/// Writing answers: small ones in one flush, blobs piece by piece as the client takes them.
extension ConnectionHandler {
    /// A file is handed to the kernel in pieces of this size, so that a stalled client is noticed.
    private static let fileRegionBytes = 512 << 10
    /// Through TLS a blob passes through memory, in pieces of this size.
    private static let copiedPieceBytes = 256 << 10
    /// So much of a refused body is read away, so that the client gets to read why.
    private static let lingerBytes = 64 << 20
    private static let lingerTimeout = TimeAmount.seconds(3)

    func send(_ given: HTTPAnswer, to method: String) async {
        guard case .answering(let body, _) = phase else { return }
        // A value with a line break in it would split the answer in two.
        let answer = given.hasWholeHeaders ? given : HTTPAnswer(status: 500, closes: true)
        if answer.closes || expectsContinue { keepsAlive = false }
        // What is not read now would be lost with the connection, and the answer with it.
        if !body.isComplete, !mayDrain(body) { keepsAlive = false }
        write(head: answer)
        let hasBody = method != "HEAD" && answer.status != 204 && answer.status != 304
        if hasBody {
            isWriting = true
            let isWhole = await write(answer.body)
            isWriting = false
            // An answer cut short must not look whole.
            guard isWhole else {
                context?.close(promise: nil)
                return
            }
        }
        guard case .answering = phase else { return }
        await end()
        finish(body)
    }

    /// Ends the answer. Where the client is slow to take it, nothing more is begun before it has:
    /// one that sends requests and reads no answers must not fill the memory.
    private func end() async {
        guard let context else { return }
        guard !context.channel.isWritable || !keepsAlive || isStopping else {
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            return
        }
        isWriting = true
        watch.restart(limits.stallTimeout)
        let done = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: done)
        try? await done.futureResult.get()
        isWriting = false
    }

    private func mayDrain(_ body: InboundBody) -> Bool {
        (body.contentLength ?? 0) <= limits.drainedBodyBytes && !expectsContinue
    }

    /// Answers outside any request's task, and hangs up.
    func refuse(_ answer: HTTPAnswer) {
        keepsAlive = false
        write(head: answer)
        endAndClose()
        phase = .closed
    }

    private func endAndClose() {
        guard let context else { return }
        isWriting = true
        watch.restart(limits.stallTimeout)
        let done = context.eventLoop.makePromise(of: Void.self)
        let channel = context.channel
        done.futureResult.whenComplete { _ in channel.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: done)
    }

    /// Goes on to the next request, once the rest of this one's body is out of the way.
    private func finish(_ body: InboundBody) {
        guard case .answering = phase else { return }
        let buffered = body.dropBuffered()
        if body.isComplete || expectsContinue { return becomeIdle() }
        let limit = keepsAlive ? limits.drainedBodyBytes : Self.lingerBytes
        phase = .draining(body, left: max(0, limit - buffered))
        watch.restart(keepsAlive ? limits.stallTimeout : Self.lingerTimeout)
        read()
    }

    private func write(head answer: HTTPAnswer) {
        guard let context else { return }
        var headers = HTTPHeaders()
        headers.reserveCapacity(answer.headers.fields.count + 3)
        for field in answer.headers.fields { headers.add(name: field.name, value: field.value) }
        headers.add(name: "Date", value: HTTPDateCache.now)
        if answer.status >= 200 && answer.status != 204 && answer.status != 304 {
            headers.replaceOrAdd(
                name: "Content-Length", value: String(answer.contentLength ?? answer.body.byteCount))
        }
        if !keepsAlive || isStopping { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }

    /// False if the client went away or a blob could not be read.
    private func write(_ body: ResponseBody) async -> Bool {
        switch body {
        case .bytes(let bytes):
            guard !bytes.isEmpty, let context else { return true }
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
            return true
        case .segments(let segments):
            for segment in segments where segment.byteCount > 0 {
                guard await write(segment) else { return false }
            }
            return true
        }
    }

    private func write(_ segment: ResponseBody.Segment) async -> Bool {
        guard let reader = try? await segment.open() else { return false }
        if let descriptor = reader.fileDescriptor, !isSecure {
            let isSent = await sendFile(descriptor, segment)
            await reader.close()
            return isSent
        }
        var offset = segment.offset
        let end = segment.offset + segment.byteCount
        while offset < end {
            let count = min(Self.copiedPieceBytes, end - offset)
            guard let bytes = try? await reader.read(at: offset, count: count), bytes.count == count
            else { return false }
            guard await flush(.byteBuffer(ByteBuffer(bytes: bytes))) else { return false }
            offset += count
        }
        return true
    }

    /// From file to socket without passing through this process's memory.
    private func sendFile(_ descriptor: Int32, _ segment: ResponseBody.Segment) async -> Bool {
        let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard duplicate >= 0 else { return false }
        let handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: duplicate)
        defer { try? handle.close() }
        var offset = segment.offset
        let end = segment.offset + segment.byteCount
        while offset < end {
            let next = min(offset + Self.fileRegionBytes, end)
            let region = FileRegion(fileHandle: handle, readerIndex: offset, endIndex: next)
            guard await flush(.fileRegion(region)) else { return false }
            offset = next
        }
        return true
    }

    /// Writes a piece and waits until the kernel has it.
    private func flush(_ piece: IOData) async -> Bool {
        guard let context, context.channel.isActive else { return false }
        watch.restart(limits.stallTimeout)
        let done = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.body(piece)), promise: done)
        do {
            try await done.futureResult.get()
            return true
        } catch {
            return false
        }
    }
}

extension HTTPAnswer {
    fileprivate var hasWholeHeaders: Bool {
        headers.fields.allSatisfy { field in
            field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }
        }
    }
}
