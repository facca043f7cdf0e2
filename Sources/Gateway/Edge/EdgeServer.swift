import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Listens, and puts a handler on each connection. One port takes http and https: the first byte tells.
package final class EdgeServer: Sendable {
    private let group: MultiThreadedEventLoopGroup
    /// Whether the event loops are others' too.
    private let sharesGroup: Bool
    private let listener: any Channel
    private let registry: ConnectionRegistry
    private let limits: EdgeLimits

    /// - Parameters:
    ///   - tls: nil answers plain http alone.
    ///   - loops: event loops of its own; nil for those that the whole program shares, sandboxes' sockets and calls to
    ///     other servers included, so that what comes in by one goes out by the same.
    package init(
        host: String, port: Int, service: any AnswersRequests, tls: NIOSSLContext? = nil,
        limits: EdgeLimits = EdgeLimits(), loops: Int? = System.coreCount
    ) async throws {
        group = loops.map { MultiThreadedEventLoopGroup(numberOfThreads: $0) } ?? .singletonMultiThreadedEventLoopGroup
        sharesGroup = loops == nil
        registry = ConnectionRegistry(limit: limits.connections)
        self.limits = limits
        do {
            listener = try await Self.bootstrap(group, registry, service, tls, limits)
                .serverChannelOption(.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: host, port: port).get()
        } catch {
            if !sharesGroup { try? await group.shutdownGracefully() }
            throw error
        }
    }

    /// Answers on a socket that listens already, and is closed with this; its event loops are those that all such servers
    /// share.
    package init(
        listener descriptor: Int32, service: any AnswersRequests, tls: NIOSSLContext? = nil,
        limits: EdgeLimits = EdgeLimits()
    ) async throws {
        group = .singletonMultiThreadedEventLoopGroup
        sharesGroup = true
        registry = ConnectionRegistry(limit: limits.connections)
        self.limits = limits
        listener = try await Self.bootstrap(group, registry, service, tls, limits).withBoundSocket(descriptor).get()
    }

    private static func bootstrap(
        _ group: MultiThreadedEventLoopGroup, _ registry: ConnectionRegistry, _ service: any AnswersRequests,
        _ tls: NIOSSLContext?, _ limits: EdgeLimits
    ) -> ServerBootstrap {
        let add: @Sendable (any Channel, Bool) throws -> Void = { channel, isSecure in
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(HTTPResponseEncoder())
            try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
            try pipeline.addHandler(
                ConnectionHandler(
                    service: service, limits: limits, registry: registry, eventLoop: channel.eventLoop,
                    isSecure: isSecure))
        }
        return ServerBootstrap(group: group)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.maxMessagesPerRead, value: 4)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let tls else { return try add(channel, false) }
                    try channel.pipeline.syncOperations.addHandler(
                        TLSDetector(tls, timeout: limits.headTimeout, add: add))
                }
            }
    }

    package var port: Int { listener.localAddress?.port ?? 0 }

    /// Takes no more connections, lets requests in flight finish, cuts what is left and ends.
    package func stop() async throws {
        try? await listener.close()
        registry.stop()
        let deadline = NIODeadline.now() + limits.stopGrace
        while !registry.isEmpty && NIODeadline.now() < deadline {
            try? await Task.sleep(for: .milliseconds(5))
        }
        registry.cutAll()
        if !sharesGroup { try await group.shutdownGracefully() }
    }

    /// Ends at once, with whatever is being answered.
    func cut() {
        listener.close(promise: nil)
        registry.stop()
        registry.cutAll()
    }
}
