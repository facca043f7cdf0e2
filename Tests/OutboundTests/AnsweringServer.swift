import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A server on a loopback port that answers as it is told, and counts its connections.
final class AnsweringServer: Sendable {
    struct Asked: Sendable {
        /// Counted from one, over all connections.
        let number: Int
        let connection: Int
        let head: HTTPRequestHead
        let body: [UInt8]
    }

    enum Reply: Sendable {
        case answer(HTTPResponseStatus, [(String, String)], [UInt8])
        case answerAndClose([UInt8])
        case close
        case closeLater(milliseconds: Int64)
        case answerLater(milliseconds: Int64)
        /// An answer behind one that only announces it.
        case announced([UInt8])
        case nothing
    }

    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let listener: any Channel
    private let seen = Mutex<[Asked]>([])

    var asked: [Asked] { seen.withLock { $0 } }
    var url: String { "http://127.0.0.1:\(listener.localAddress?.port ?? 0)" }

    init(_ reply: @escaping @Sendable (Asked) -> Reply) async throws {
        let connections = Mutex(0)
        let note = NoteBox()
        listener = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                let number = connections.withLock {
                    $0 += 1
                    return $0
                }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(
                        AnsweringHandler(connection: number) { head, body in
                            let asked = note.note(connection: number, head, body)
                            return reply(asked)
                        })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        note.become { asked in self.seen.withLock { $0.append(asked) } }
    }

    func stop() async throws {
        try await listener.close()
        try await group.shutdownGracefully()
    }
}

/// Counts what is asked, and tells it on.
private final class NoteBox: Sendable {
    private let state = Mutex<(count: Int, tell: (@Sendable (AnsweringServer.Asked) -> Void)?)>((0, nil))

    func become(_ tell: @escaping @Sendable (AnsweringServer.Asked) -> Void) { state.withLock { $0.tell = tell } }

    func note(connection: Int, _ head: HTTPRequestHead, _ body: [UInt8]) -> AnsweringServer.Asked {
        let (asked, tell) = state.withLock { state in
            state.count += 1
            return (
                AnsweringServer.Asked(number: state.count, connection: connection, head: head, body: body), state.tell
            )
        }
        tell?(asked)
        return asked
    }
}

private final class AnsweringHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let connection: Int
    private let reply: (HTTPRequestHead, [UInt8]) -> AnsweringServer.Reply
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(connection: Int, reply: @escaping (HTTPRequestHead, [UInt8]) -> AnsweringServer.Reply) {
        self.connection = connection
        self.reply = reply
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): (self.head, body) = (head, [])
        case .body(let piece): body += Array(piece.readableBytesView)
        case .end:
            guard let head else { return }
            switch reply(head, body) {
            case .answer(let status, let fields, let bytes): answer(status, fields, bytes, head, context)
            case .answerAndClose(let bytes):
                answer(.ok, [], bytes, head, context)
                context.close(promise: nil)
            case .close: context.close(promise: nil)
            case .closeLater(let milliseconds):
                let channel = context.channel
                context.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) { channel.close(promise: nil) }
            case .answerLater(let milliseconds):
                let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) {
                    let (handler, context) = bound.value
                    handler.answer(.ok, [], [], head, context)
                }
            case .announced(let bytes):
                let hints = HTTPResponseHead(
                    version: .http1_1, status: .custom(code: 103, reasonPhrase: "Early Hints"), headers: ["Link": "<x>"]
                )
                context.write(wrapOutboundOut(.head(hints)), promise: nil)
                answer(.ok, [], bytes, head, context)
            case .nothing: break
            }
        }
    }

    private func answer(
        _ status: HTTPResponseStatus, _ fields: [(String, String)], _ bytes: [UInt8], _ asked: HTTPRequestHead,
        _ context: ChannelHandlerContext
    ) {
        var headers = HTTPHeaders(fields)
        headers.add(name: "Content-Length", value: String(bytes.count))
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
        if asked.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
