import Gateway
import ServiceKit
import Storage
import Synchronization
import Wire

/// Calls this server itself as any client does, each request passing through every step, without a socket.
struct DoorCalls: CallsHTTP {
    let door: any AnswersRequests
    /// Whether who calls still has to: not what was begun before a reset.
    var isWanted: @Sendable () -> Bool = { true }
    /// What the requests come from, for rules about addresses and for the log.
    private static let address = "127.0.0.1"

    func call(_ request: OutboundRequest) async throws -> OutboundAnswer {
        guard isWanted() else { throw Unwanted() }
        guard let scheme = request.url.firstRange(of: "://") else {
            throw AddressFailure(url: request.url)
        }
        let rest = request.url[scheme.upperBound...]
        let host = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest[host.endIndex...]
        var headers = HeaderFields([("Host", String(host))])
        for header in request.headers { headers.add(header.name, header.value) }
        if let body = request.body { headers.set("Content-Length", String(body.count)) }
        let answer = await door.answer(
            HTTPRequest(
                method: request.method, target: target.hasPrefix("/") ? String(target) : "/" + target, headers: headers,
                address: Self.address, isSecure: request.url.hasPrefix("https://"),
                body: GivenBody(bytes: request.body ?? [])))
        var told = answer.headers
        if let length = answer.contentLength { told.set("Content-Length", String(length)) }
        return OutboundAnswer(
            status: answer.status, headers: told, body: try await collect(answer.body, limit: request.longestAnswer))
    }

    private func collect(_ body: ResponseBody, limit: Int) async throws -> [UInt8] {
        guard body.byteCount <= limit else { throw AnswerTooLong() }
        switch body {
        case .bytes(let bytes): return bytes
        case .segments(let segments):
            var bytes: [UInt8] = []
            for segment in segments {
                let reader = try await segment.open()
                let piece = try await reader.read(at: segment.offset, count: segment.byteCount)
                guard piece.count == segment.byteCount else { throw AnswerTooShort() }
                bytes += piece
            }
            return bytes
        }
    }

    struct AddressFailure: Error { let url: String }
    struct AnswerTooLong: Error {}
    struct AnswerTooShort: Error {}
    struct Unwanted: Error {}
}

/// A body that is there already.
private final class GivenBody: IncomingBody {
    private let bytes: [UInt8]
    private let isRead = Atomic(false)

    init(bytes: [UInt8]) { self.bytes = bytes }

    var contentLength: Int? { bytes.count }

    func next() async throws -> [UInt8]? {
        guard !isRead.exchange(true, ordering: .relaxed), !bytes.isEmpty else { return nil }
        return bytes
    }
}
