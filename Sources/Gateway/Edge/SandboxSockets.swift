import NIOCore
import NIOSSL
import ServiceKit
import Synchronization
import Wire

/// Serves sockets that listen in sandboxes: the interface of their runtime, and this whole server.
package final class SandboxSockets: ServesSockets {
    /// What requests out of a sandbox are known by, in the place of an address: no rule about addresses lets them in.
    package static let address = "0.0.0.0"

    private let door: any AnswersRequests
    private let tls: NIOSSLContext?
    /// A runtime has one connection, or two; each may bring a body that is kept in memory until it is whole.
    private static let ofRuntime = {
        var limits = EdgeLimits()
        limits.connections = 8
        // A runtime holds its connection for as long as it has nothing to do.
        limits.idleTimeout = .hours(24)
        return limits
    }()
    private static let ofPrograms = {
        var limits = EdgeLimits()
        limits.connections = 512
        return limits
    }()

    package init(door: any AnswersRequests, tls: NIOSSLContext?) {
        self.door = door
        self.tls = tls
    }

    package func serve(
        _ listener: Int32, bodyLimit: Int, _ answer: @escaping @Sendable (SocketRequest) async -> SocketAnswer
    ) async throws -> any ServedSocket {
        let service = SmallRequests(bodyLimit: bodyLimit, answer: answer)
        return SocketServer(edge: try await EdgeServer(listener: listener, service: service, limits: Self.ofRuntime))
    }

    package func serveAll(_ listener: Int32) async throws -> any ServedSocket {
        SocketServer(
            edge: try await EdgeServer(
                listener: listener, service: FromSandbox(door: door), tls: tls, limits: Self.ofPrograms))
    }
}

private struct SocketServer: ServedSocket {
    let edge: EdgeServer
    func stop() { edge.cut() }
}

/// Requests whose bodies are read into memory before they are looked at.
private struct SmallRequests: AnswersRequests {
    let bodyLimit: Int
    let answer: @Sendable (SocketRequest) async -> SocketAnswer

    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        var body: [UInt8] = []
        do {
            while let piece = try await request.body.next() {
                if body.isEmpty { body = piece } else { body.append(contentsOf: piece) }
                if body.count > bodyLimit { break }
            }
        } catch { return HTTPAnswer(status: 400, closes: true) }
        guard body.count <= bodyLimit else { return await tooLong(request) }
        let reply = await answer(
            SocketRequest(method: request.method, path: request.rawPath, headers: request.headers, body: body))
        return HTTPAnswer(status: reply.status, headers: reply.headers, body: .bytes(reply.body))
    }

    /// Who sent it is to know, and the one who waits for it too: the head says so.
    private func tooLong(_ request: HTTPRequest) async -> HTTPAnswer {
        var headers = request.headers
        headers.set(SocketHeaders.tooLong, "true")
        // Read away, so that the answer is not lost with the connection.
        var left = 64 << 20
        while left > 0, let piece = try? await request.body.next() { left -= piece.count }
        let reply = await answer(
            SocketRequest(method: request.method, path: request.rawPath, headers: headers, body: []))
        return HTTPAnswer(status: 413, headers: reply.headers, body: .bytes(reply.body), closes: left <= 0)
    }
}

private struct FromSandbox: AnswersRequests {
    let door: any AnswersRequests

    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        await door.answer(request.from(SandboxSockets.address))
    }
}
