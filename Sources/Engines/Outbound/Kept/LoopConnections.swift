import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import ServiceKit

/// The connections of one event loop, which nobody else touches.
final class LoopConnections {
    private let loop: any EventLoop
    private let limits: ConnectionLimits
    private let trust: TrustedCertificates
    /// The one that was used last stands last.
    private var idle: [ServerAddress.Origin: [ServerConnection]] = [:]
    private var open = 0
    private var sweep: Scheduled<Void>?

    init(on loop: any EventLoop, _ limits: ConnectionLimits, _ trust: TrustedCertificates) {
        self.loop = loop
        self.limits = limits
        self.trust = trust
    }

    func begin(_ exchange: Exchange) {
        let exchange = NIOLoopBound(exchange, eventLoop: loop)
        exchange.value.deadline = loop.scheduleTask(deadline: exchange.value.end) { exchange.value.endLate() }
        if let connection = kept(for: exchange.value) {
            connection.send(exchange.value, isReused: true)
        } else {
            connect(for: exchange)
        }
    }

    private func kept(for exchange: Exchange) -> ServerConnection? {
        // What was lost once may be lost again: the second time a new connection is made.
        guard !exchange.isRepeated else { return nil }
        let origin = exchange.address.origin
        guard let last = idle[origin]?.last else { return nil }
        if !exchange.mayBeRepeated, last.idleSince + limits.freshTime < .now() { return nil }
        idle[origin]?.removeLast()
        return last
    }

    // MARK: New connections

    private func connect(for exchange: NIOLoopBound<Exchange>) {
        guard hasRoom() else { return exchange.value.fail("too many connections to other servers") }
        open += 1
        let origin = exchange.value.address.origin
        let me = NIOLoopBound(self, eventLoop: loop)
        let trust = trust
        let loop = loop
        ClientBootstrap(group: loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(min(.seconds(10), max(.milliseconds(1), exchange.value.end - .now())))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if origin.isSecure {
                        try pipeline.addHandler(
                            NIOSSLClientHandler(
                                context: trust.clientContext(), serverHostname: Self.serverName(origin.host)))
                    }
                    // Exchanges send nothing but fields.
                    try pipeline.addHTTPClientHandlers(
                        leftOverBytesStrategy: .dropBytes, enableOutboundHeaderValidation: false)
                    try pipeline.addHandler(
                        ServerConnection(origin, channel: channel, of: me.value))
                }
            }
            .connect(host: origin.host, port: origin.port)
            .whenComplete { result in
                loop.assertInEventLoop()
                me.value.connected(result, exchange.value)
            }
    }

    /// Certificates name hosts; an address is no server name (RFC 6066, section 3).
    private static func serverName(_ host: String) -> String? {
        (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
    }

    private func connected(_ result: Result<any Channel, any Error>, _ exchange: Exchange) {
        switch result {
        case .failure(let error):
            open -= 1
            exchange.fail("\(error)")
        case .success(let channel):
            guard let connection = try? channel.pipeline.syncOperations.handler(type: ServerConnection.self),
                connection.isActive
            else {
                // It was closed as soon as it was open.
                open -= 1
                return exchange.fail("the server closed the connection")
            }
            connection.isCounted = true
            connection.send(exchange, isReused: false)
        }
    }

    /// Where there are too many, the one that has been idle for longest goes.
    private func hasRoom() -> Bool {
        if open < limits.open { return true }
        let oldest = idle.values.compactMap(\.first).min { $0.idleSince < $1.idleSince }
        oldest?.close()
        return oldest != nil
    }

    // MARK: Kept connections

    func keep(_ connection: ServerConnection) {
        guard idle[connection.origin, default: []].count < limits.idlePerServer else { return connection.close() }
        connection.idleSince = .now()
        idle[connection.origin, default: []].append(connection)
        guard sweep == nil else { return }
        sweepLater()
    }

    func closed(_ connection: ServerConnection) {
        if connection.isCounted { open -= 1 }
        connection.isCounted = false
        forget(connection)
    }

    /// It is used no more.
    func forget(_ connection: ServerConnection) {
        idle[connection.origin]?.removeAll { $0 === connection }
        if idle[connection.origin]?.isEmpty == true { idle[connection.origin] = nil }
    }

    private func sweepLater() {
        let me = NIOLoopBound(self, eventLoop: loop)
        sweep = loop.scheduleTask(in: limits.idleTime) { me.value.closeOld() }
    }

    private func closeOld() {
        sweep = nil
        let oldest = NIODeadline.now() - limits.idleTime
        for connection in idle.values.flatMap({ $0 }) where connection.idleSince <= oldest { connection.close() }
        if idle.values.contains(where: { !$0.isEmpty }) { sweepLater() }
    }
}
