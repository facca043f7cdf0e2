import NIOCore
import NIOHTTP1
import Wire

/// One connection: takes its requests one at a time, runs a task for each and writes what it
/// answers. Everything happens on the connection's event loop.
final class ConnectionHandler: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    enum Phase {
        /// Between requests.
        case idle
        /// A task is answering; the request's body may still be coming.
        case answering(InboundBody, Task<Void, Never>)
        /// The answer is out; the rest of the body is read away.
        case draining(InboundBody, left: Int)
        case closed
    }

    private let service: any AnswersRequests
    let limits: EdgeLimits
    private let registry: ConnectionRegistry
    private let executor: EventLoopTaskExecutor
    let isSecure: Bool

    var context: ChannelHandlerContext?
    var phase = Phase.idle
    /// Parts of the next request that came while this one was being answered.
    var ahead: CircularBuffer<HTTPServerRequestPart> = []
    var expectsContinue = false
    var keepsAlive = true
    var isReading = false
    /// An answer's body is on its way out and waits for the client to take it.
    var isWriting = false
    /// What the client had not taken yet when that was last looked at.
    var unsentBytes = 0
    var isStopping = false
    private var address = ""
    var watch: StallWatch

    init(
        service: any AnswersRequests, limits: EdgeLimits, registry: ConnectionRegistry,
        eventLoop: any EventLoop, isSecure: Bool
    ) {
        self.service = service
        self.limits = limits
        self.registry = registry
        self.isSecure = isSecure
        executor = EventLoopTaskExecutor(eventLoop)
        watch = StallWatch(eventLoop)
    }

    // MARK: Life of the connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) { begin(context) }

    private func begin(_ context: ChannelHandlerContext) {
        guard registry.add(self) else {
            context.close(promise: nil)
            return
        }
        address = context.remoteAddress?.ipAddress ?? ""
        watch.start(limits.headTimeout) { [weak self] in self?.timedOut() }
        read()
    }

    func channelInactive(context: ChannelHandlerContext) {
        registry.remove(self)
        watch.stop()
        if case .answering(let body, let task) = phase {
            body.fail(.disconnected)
            task.cancel()
        }
        phase = .closed
        self.context = nil
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .answering(let body, _) = phase, error is HTTPParserError {
            // The request being answered may be whole; its answer goes out, and nothing after it.
            keepsAlive = false
            body.fail(.malformed)
            return
        }
        guard error is HTTPParserError, case .idle = phase else {
            context.close(promise: nil)
            return
        }
        refuse(HTTPAnswer(status: 400, closes: true))
    }

    private func timedOut() {
        switch phase {
        case .answering(let body, let task):
            // The reader of the body is told and may still answer; a client that does not read
            // its answer is cut off.
            if body.hasReader {
                keepsAlive = false
                body.fail(.timedOut)
                watch.restart(limits.stallTimeout)
            } else if isWriting, !clientIsTaking() {
                task.cancel()
                context?.close(promise: nil)
            } else {
                watch.restart(limits.stallTimeout)
            }
        case .idle, .draining: context?.close(promise: nil)
        case .closed: break
        }
    }

    /// Closes now if nothing is being answered, else after the answer.
    func stop() {
        isStopping = true
        if case .idle = phase { context?.close(promise: nil) }
    }

    func cut() { context?.close(promise: nil) }

    /// For callers on other threads.
    func onEventLoop(_ work: @escaping @Sendable (ConnectionHandler) -> Void) {
        executor.eventLoop.execute { work(self) }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        receive(unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Bytes may have come that make no part yet.
        isReading = false
        readIfWanted()
        context.fireChannelReadComplete()
    }

    private func receive(_ part: HTTPServerRequestPart) {
        switch (phase, part) {
        case (.closed, _): break
        case (.idle, .head(let head)): start(head)
        case (.idle, _): break
        case (.answering(let body, _), .body(let piece)) where !body.isComplete:
            watch.restart(limits.stallTimeout)
            body.receive(piece)
        case (.answering(let body, _), .end) where !body.isComplete: body.complete()
        case (.answering, _): ahead.append(part)
        case (.draining(let body, let left), .body(let piece)):
            guard piece.readableBytes <= left else {
                context?.close(promise: nil)
                return
            }
            phase = .draining(body, left: left - piece.readableBytes)
        case (.draining(let body, _), .end):
            body.complete()
            becomeIdle()
        case (.draining, .head): context?.close(promise: nil)
        }
    }

    private func start(_ head: HTTPRequestHead) {
        watch.restart(limits.stallTimeout)
        // After an upgrade is asked for, the codec reads no more requests.
        keepsAlive = head.isKeepAlive && !head.headers.contains(name: "upgrade") && head.method != .CONNECT
        expectsContinue = head.headers.first(name: "expect")?.lowercased() == "100-continue"
        let length = head.headers.first(name: "content-length").flatMap { Int($0) }
        let hasBody = length.map { $0 > 0 } ?? head.headers.contains(name: "transfer-encoding")
        let body = InboundBody(
            contentLength: head.headers.contains(name: "transfer-encoding") ? nil : length ?? 0,
            limit: limits.bufferedBodyBytes, on: executor.eventLoop
        ) { [weak self] in self?.bodyWanted() }
        // Without a body there is nothing to wait for; but clients that sent the header keep waiting for the
        // interim answer on this connection.
        if !hasBody { continueNow() }
        guard head.version.minor == 0 || head.headers["host"].count == 1 else {
            refuse(HTTPAnswer(status: 400, closes: true))
            return
        }
        let request = HTTPRequest(
            method: head.method.rawValue, target: head.uri,
            headers: HeaderFields(head.headers.map { ($0.name, $0.value) }), address: address,
            isSecure: isSecure, body: body)
        let service = service
        let task = Task(executorPreference: executor) { [self] in
            let answer = await service.answer(request)
            await send(answer, to: request.method)
        }
        phase = .answering(body, task)
    }

    private func continueNow() {
        guard expectsContinue else { return }
        expectsContinue = false
        context?.writeAndFlush(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
    }

    private func bodyWanted() {
        continueNow()
        readIfWanted()
    }

    private func readIfWanted() {
        switch phase {
        case .idle, .draining: read()
        case .answering(let body, _):
            // A client that waits for 100 Continue has nothing to be read yet. One byte of look
            // ahead is read so that a client's going away is seen.
            if body.hasRoom && !expectsContinue || body.isComplete && ahead.isEmpty { read() }
        case .closed: break
        }
    }

    func read() {
        guard !isReading, let context else { return }
        isReading = true
        context.read()
    }

    func becomeIdle() {
        guard keepsAlive, !isStopping else {
            context?.close(promise: nil)
            return
        }
        phase = .idle
        watch.restart(limits.idleTimeout)
        while case .idle = phase, let part = ahead.popFirst() { receive(part) }
        while case .answering(let body, _) = phase, !body.isComplete, let part = ahead.popFirst() { receive(part) }
        readIfWanted()
    }
}
