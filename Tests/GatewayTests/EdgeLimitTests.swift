import Gateway
import NIOCore
import NIOPosix
import ServiceKit
import Testing
import Wire

/// A client that stays silent, stays on or comes too many is let go; others are not.
@Suite("Limits of the edge")
struct EdgeLimitTests {
    private struct Greeter: AnswersRequests {
        func answer(_ request: HTTPRequest) async -> HTTPAnswer { HTTPAnswer(status: 200, body: .bytes([1])) }
    }

    /// Far above what the limits below take, for busy machines.
    private static let patience = Duration.seconds(60)

    private func withServer(
        _ limits: EdgeLimits, _ body: (EdgeServer) async throws -> Void
    ) async throws {
        let server = try await EdgeServer(host: "127.0.0.1", port: 0, service: Greeter(), limits: limits, loops: 1)
        do {
            try await body(server)
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
    }

    private func connect(_ server: EdgeServer, sending text: String = "") async throws -> any Channel {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: server.port).get()
        // On a busy machine the limit may be met before the text is out: then the write fails.
        if !text.isEmpty { try? await channel.writeAndFlush(ByteBuffer(string: text)) }
        return channel
    }

    /// A connection whose first request is answered.
    private func connectAnswered(_ server: EdgeServer) async throws -> any Channel {
        let channel = try await connect(server)
        let answered = channel.eventLoop.makePromise(of: Void.self)
        try await channel.pipeline.addHandler(FirstBytes(answered)).get()
        try await channel.writeAndFlush(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        try await answered.futureResult.get()
        return channel
    }

    private final class FirstBytes: ChannelInboundHandler, @unchecked Sendable {
        typealias InboundIn = ByteBuffer
        private let seen: EventLoopPromise<Void>

        init(_ seen: EventLoopPromise<Void>) { self.seen = seen }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { seen.succeed() }

        func channelInactive(context: ChannelHandlerContext) { seen.fail(ChannelError.alreadyClosed) }
    }

    /// Whether the server takes another connection once it has noticed that one ended.
    private func isAnsweredInTime(_ server: EdgeServer) async -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now + Self.patience
        while clock.now < deadline {
            if let channel = try? await connectAnswered(server) {
                try? await channel.close()
                return true
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    /// Whether the other side hangs up in time.
    private func ends(_ channel: any Channel) async -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now + Self.patience
        while channel.isActive && clock.now < deadline { try? await Task.sleep(for: .milliseconds(20)) }
        return !channel.isActive
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: localhost\r\n"])
    func aHeadThatDoesNotEndIsNotWaitedFor(_ sent: String) async throws {
        var limits = EdgeLimits()
        limits.headTimeout = .seconds(1)
        try await withServer(limits) { server in
            let channel = try await connect(server, sending: sent)
            #expect(await ends(channel))
        }
    }

    @Test func aConnectionThatIsNotUsedAgainIsClosed() async throws {
        var limits = EdgeLimits()
        limits.idleTimeout = .seconds(1)
        try await withServer(limits) { server in
            let channel = try await connect(server, sending: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(await ends(channel))
        }
    }

    @Test func oneConnectionTooManyIsClosedAndTheOthersStay() async throws {
        var limits = EdgeLimits()
        limits.connections = 2
        // On a busy machine a client takes its time before it speaks: only their number is looked at here.
        (limits.headTimeout, limits.idleTimeout) = (.minutes(10), .minutes(10))
        try await withServer(limits) { server in
            // They count once the server has accepted them, as it has what it answers.
            let first = try await connectAnswered(server)
            let second = try await connectAnswered(server)
            let third = try await connect(server)
            #expect(await ends(third))
            #expect(first.isActive && second.isActive)
            try await first.close()
            #expect(await isAnsweredInTime(server))
            try await second.close()
        }
    }
}
