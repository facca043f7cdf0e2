import NIOCore
import NIOSSL

/// Looks at a connection's first byte: 0x16 begins a TLS handshake, anything else is plain HTTP.
final class TLSDetector: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let tls: NIOSSLContext
    private let add: @Sendable (any Channel, Bool) throws -> Void
    private let timeout: TimeAmount
    private var isDecided = false
    private var silence: Scheduled<Void>?

    init(_ tls: NIOSSLContext, timeout: TimeAmount, add: @escaping @Sendable (any Channel, Bool) throws -> Void) {
        self.tls = tls
        self.timeout = timeout
        self.add = add
    }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        silence = context.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
        context.read()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDecided else { return context.fireChannelRead(data) }
        isDecided = true
        silence?.cancel()
        let buffer = unwrapInboundIn(data)
        let isSecure = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self) == 0x16
        do {
            if isSecure {
                try context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
            }
            try add(context.channel, isSecure)
        } catch {
            context.close(promise: nil)
            return
        }
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        silence?.cancel()
        context.fireChannelInactive()
    }
}
