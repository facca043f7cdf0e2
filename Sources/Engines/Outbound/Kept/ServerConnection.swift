import NIOCore
import NIOHTTP1
import NIOSSL
import ServiceKit
import Wire

/// A connection to a server: one exchange after the other.
final class ServerConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    let origin: ServerAddress.Origin
    var idleSince = NIODeadline.now()
    /// Whether it is among those that are counted: of several that are tried for one server, one is.
    var isCounted = false
    private let channel: any Channel
    private let owner: LoopConnections
    private var exchange: Exchange?
    private var isReused = false
    /// Whether all of the request has left.
    private var isSent = false
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []
    private static let wasClosed = "the server closed the connection"
    /// What a server only says that it will send takes no more room.
    private static let mostReserved = 1 << 20

    init(_ origin: ServerAddress.Origin, channel: any Channel, of owner: LoopConnections) {
        self.origin = origin
        self.channel = channel
        self.owner = owner
    }

    var isActive: Bool { channel.isActive }

    /// A secure one takes its time to be closed: until then it is active, and nobody's.
    func close() {
        owner.forget(self)
        channel.close(promise: nil)
    }

    func send(_ exchange: Exchange, isReused: Bool) {
        // Its time ran out while the connection was made.
        guard !exchange.isOver else { return owner.keep(self) }
        guard channel.isActive else {
            // Nothing of it was sent: whatever it does, it may be sent elsewhere.
            return isReused ? exchange.finish(.failure(ConnectionLost())) : exchange.fail(Self.wasClosed)
        }
        self.exchange = exchange
        self.isReused = isReused
        let content = exchange.body
        (head, body, isSent) = (nil, [], content == nil)
        let me = NIOLoopBound(self, eventLoop: channel.eventLoop)
        // Nobody reads on: the connection ends with the exchange.
        exchange.whenLate = { me.value.close() }
        let pipeline = channel.pipeline.syncOperations
        pipeline.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
        guard let bytes = content else {
            return pipeline.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        pipeline.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
        let sent = channel.eventLoop.makePromise(of: Void.self)
        sent.futureResult.whenSuccess { me.value.isSent = true }
        pipeline.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Nothing was asked.
        guard let exchange else { return close() }
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            guard exchange.request.method != "HEAD" else { return }
            let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
            body.reserveCapacity(min(length, exchange.request.longestAnswer, Self.mostReserved))
        case .body(let piece):
            guard body.count + piece.readableBytes <= exchange.request.longestAnswer else {
                end(.failure(OutboundFailure.answerTooLong), isKept: false)
                return
            }
            body.append(contentsOf: piece.readableBytesView)
        case .end:
            guard let head else { return end(.failure(ConnectionLost()), isKept: false) }
            let answer = OutboundAnswer(status: Int(head.status.code), headers: HeaderFields(head.headers), body: body)
            end(.success(answer), isKept: head.isKeepAlive && head.status != .switchingProtocols && isSent)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A connection that was reset, or closed without the end that TLS has for it, while nothing was answered.
        if isReused, head == nil, exchange?.mayBeRepeated == true, error is IOError || error is NIOSSLError {
            return end(.failure(ConnectionLost()), isKept: false)
        }
        end(.failure(OutboundFailure.failed(status: 0, reason: "\(error)")), isKept: false)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let exchange {
            self.exchange = nil
            lost(exchange, isReused: isReused)
        }
        owner.closed(self)
        context.fireChannelInactive()
    }

    private func lost(_ exchange: Exchange, isReused: Bool) {
        if isReused, head == nil, exchange.mayBeRepeated { return exchange.finish(.failure(ConnectionLost())) }
        exchange.fail(Self.wasClosed)
    }

    private func end(_ result: Result<OutboundAnswer, any Error>, isKept: Bool) {
        guard let exchange else { return close() }
        self.exchange = nil
        (head, body) = (nil, [])
        exchange.whenLate = nil
        if isKept && !exchange.isOver { owner.keep(self) } else { close() }
        exchange.finish(result)
    }
}

extension HeaderFields {
    fileprivate init(_ headers: HTTPHeaders) {
        self.init()
        for (name, value) in headers { add(name, value) }
    }
}
