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
    /// A file is handed to the kernel in pieces, so that a stalled client is noticed: the next is twice as large where
    /// the client took one at once, within these bounds.
    private static let fileRegionBytes = 512 << 10...8 << 20
    private static let atOnce = TimeAmount.milliseconds(250)
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
        unsentBytes = bufferedBytes
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
        let hasLength = answer.status >= 200 && answer.status != 204 && answer.status != 304
        var headers = HTTPHeaders()
        headers.reserveCapacity(answer.headers.fields.count + 3)
        for field in answer.headers.fields where !hasLength || !field.name.equalsIgnoringASCIICase("content-length") {
            headers.add(name: field.name, value: field.value)
        }
        headers.add(name: "Date", value: HTTPDateCache.now)
        if hasLength {
            headers.add(name: "Content-Length", value: String(answer.contentLength ?? answer.body.byteCount))
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
        if let descriptor = reader.fileDescriptor, !isSecure { return await sendFile(descriptor, segment) }
        return await copy(reader, segment.offset..<segment.offset + segment.byteCount)
    }

    /// While one piece goes out the next is read, into the memory of the one before it.
    private func copy(_ reader: any BlobReader, _ wanted: Range<Int>) async -> Bool {
        var piece = CopiedPiece()
        var next = CopiedPiece()
        var reading: Task<Void, any Error>? = piece.read(reader, from: wanted.lowerBound, to: wanted.upperBound)
        while let ready = reading {
            guard (try? await ready.value) != nil else { return false }
            reading = piece.end < wanted.upperBound ? next.read(reader, from: piece.end, to: wanted.upperBound) : nil
            guard await flush(.byteBuffer(piece.bytes)) else { return false }
            swap(&piece, &next)
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
        var size = Self.fileRegionBytes.lowerBound
        while offset < end {
            let next = min(offset + size, end)
            let began = NIODeadline.now()
            let region = FileRegion(fileHandle: handle, readerIndex: offset, endIndex: next)
            guard await flush(.fileRegion(region)) else { return false }
            offset = next
            let isQuick = .now() - began < Self.atOnce
            size = isQuick ? min(size * 2, Self.fileRegionBytes.upperBound) : Self.fileRegionBytes.lowerBound
        }
        return true
    }

    /// Writes a piece and waits until the kernel has it.
    private func flush(_ piece: IOData) async -> Bool {
        guard let context, context.channel.isActive else { return false }
        watch.restart(limits.stallTimeout)
        let done = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.body(piece)), promise: done)
        unsentBytes = bufferedBytes
        do {
            try await done.futureResult.get()
            return true
        } catch {
            return false
        }
    }
}

extension ConnectionHandler {
    /// Whether the client took any of the answer since this was last asked: slow is not stalled.
    func clientIsTaking() -> Bool {
        let left = bufferedBytes
        defer { unsentBytes = left }
        return left < unsentBytes
    }

    private var bufferedBytes: Int {
        (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}

extension HTTPAnswer {
    fileprivate var hasWholeHeaders: Bool {
        for field in headers.fields {
            for byte in field.value.utf8 where byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F {
                return false
            }
        }
        return true
    }
}
