import NIOCore
import NIOHTTP1
import ServiceKit
import Wire

/// A connection to a server: one exchange after the other.
final class ServerConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    let origin: ServerAddress.Origin
    var idleSince = NIODeadline.now()
    private let channel: any Channel
    private let owner: LoopConnections
    private var exchange: Exchange?
    private var isReused = false
    /// Whether all of the request has left.
    private var isSent = false
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []

    init(_ origin: ServerAddress.Origin, channel: any Channel, of owner: LoopConnections) {
        self.origin = origin
        self.channel = channel
        self.owner = owner
    }

    func close() { channel.close(promise: nil) }

    func send(_ exchange: Exchange, isReused: Bool) {
        // Its time ran out while the connection was made.
        guard !exchange.isOver else { return owner.keep(self) }
        guard channel.isActive else { return lost(exchange, isReused: isReused) }
        self.exchange = exchange
        self.isReused = isReused
        (head, body, isSent) = (nil, [], exchange.request.body == nil)
        let me = NIOLoopBound(self, eventLoop: channel.eventLoop)
        // Nobody reads on: the connection ends with the exchange.
        exchange.whenLate = { me.value.close() }
        let pipeline = channel.pipeline.syncOperations
        pipeline.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
        guard let bytes = exchange.request.body else {
            return pipeline.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        pipeline.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
        let sent = channel.eventLoop.makePromise(of: Void.self)
        sent.futureResult.whenSuccess { me.value.isSent = true }
        pipeline.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Nothing was asked.
        guard let exchange else { return context.close(promise: nil) }
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
            body.reserveCapacity(min(length, exchange.request.longestAnswer))
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
        exchange.fail("the server closed the connection")
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
