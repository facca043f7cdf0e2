import NIOCore
import NIOPosix
import NIOSSL
import ServiceKit
import Synchronization

/// Calls other servers over http and https on connections that are kept, each on the event loop of who calls: an answer
/// passes no other thread. Redirects are not followed, certificates are checked, and answers have a limit.
package final class KeptConnections: CallsHTTP {
    private let loops = Mutex<[ObjectIdentifier: NIOLoopBound<LoopConnections>]>([:])
    private let limits: ConnectionLimits
    private let trust: TrustedCertificates

    /// - Parameter caFile: certificates to trust in the place of the system's, PEM.
    package init(caFile: String? = nil, limits: ConnectionLimits = ConnectionLimits()) {
        trust = TrustedCertificates(file: caFile)
        self.limits = limits
    }

    package func call(_ request: OutboundRequest) async throws -> OutboundAnswer {
        guard let address = ServerAddress(request.url) else {
            throw OutboundFailure.failed(status: 0, reason: "not a URL of http or https")
        }
        let loop = MultiThreadedEventLoopGroup.currentEventLoop ?? MultiThreadedEventLoopGroup.singleton.any()
        // One time for both: who calls waits no longer because a connection was lost.
        let end = NIODeadline.now() + .milliseconds(Int64(max(1, request.timeoutMilliseconds)))
        do {
            return try await exchange(request, address, on: loop, until: end, isRepeated: false)
        } catch is ConnectionLost {
            return try await exchange(request, address, on: loop, until: end, isRepeated: true)
        }
    }

    private func exchange(
        _ request: OutboundRequest, _ address: ServerAddress, on loop: any EventLoop, until end: NIODeadline,
        isRepeated: Bool
    ) async throws -> OutboundAnswer {
        try await withCheckedThrowingContinuation { continuation in
            let begin: @Sendable () -> Void = { [self] in
                connections(on: loop).begin(
                    Exchange(request, address, until: end, isRepeated: isRepeated) { continuation.resume(with: $0) })
            }
            if loop.inEventLoop { begin() } else { loop.execute(begin) }
        }
    }

    private func connections(on loop: any EventLoop) -> LoopConnections {
        let key = ObjectIdentifier(loop)
        if let known = loops.withLock({ $0[key] }) { return known.value }
        let made = NIOLoopBound(LoopConnections(on: loop, limits, trust), eventLoop: loop)
        loops.withLock { $0[key] = made }
        return made.value
    }
}

package struct ConnectionLimits: Sendable {
    /// Connections of one event loop, busy ones included.
    package var open = 1024
    /// Of those, kept for one server while nothing is asked of it.
    package var idlePerServer = 64
    package var idleTime = TimeAmount.seconds(30)
    /// Servers close what is idle when they please. A request that may not be sent twice is not put on a connection
    /// that has been idle for longer: the shortest time that common servers keep one is five seconds.
    package var freshTime = TimeAmount.seconds(3)

    package init() {}
}

/// The server closed a kept connection as it was used again, without a word to what was asked: it may be asked again.
struct ConnectionLost: Error {}

/// What certificates of servers are checked against, read when it is first needed.
final class TrustedCertificates: Sendable {
    private let file: String?
    private let context = Mutex<NIOSSLContext?>(nil)

    init(file: String?) { self.file = file }

    func clientContext() throws -> NIOSSLContext {
        try context.withLock { known in
            if let known { return known }
            var settings = TLSConfiguration.makeClientConfiguration()
            settings.minimumTLSVersion = .tlsv12
            settings.applicationProtocols = ["http/1.1"]
            if let file { settings.trustRoots = .file(file) }
            let made = try NIOSSLContext(configuration: settings)
            known = made
            return made
        }
    }
}
