import NIOCore
import NIOHTTP1
import ServiceKit
import Wire

/// One request and its answer. It is answered once, whatever happens first.
final class Exchange {
    let request: OutboundRequest
    let address: ServerAddress
    /// When nobody waits for it any more.
    let end: NIODeadline
    /// Whether it was sent before, on a connection that was lost.
    let isRepeated: Bool
    private var answer: ((Result<OutboundAnswer, any Error>) -> Void)?
    var deadline: Scheduled<Void>?
    /// Ends the connection that it is on, once nobody waits for it.
    var whenLate: (() -> Void)?

    init(
        _ request: OutboundRequest, _ address: ServerAddress, until end: NIODeadline, isRepeated: Bool,
        _ answer: @escaping (Result<OutboundAnswer, any Error>) -> Void
    ) {
        self.request = request
        self.address = address
        self.end = end
        self.isRepeated = isRepeated
        self.answer = answer
    }

    var isOver: Bool { answer == nil }

    /// Methods that do the same if they are done twice (RFC 9110, section 9.2.2).
    var mayBeRepeated: Bool {
        !isRepeated && ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"].contains(request.method)
    }

    /// What is sent behind the head. One that TRACE had would be taken for a request of its own: it has none
    /// (RFC 9110, section 9.3.8), and methods whose point is one tell that it is empty (section 8.6).
    var body: [UInt8]? {
        switch request.method {
        case "TRACE": nil
        case "POST", "PUT", "PATCH": request.body ?? []
        default: request.body
        }
    }

    func finish(_ result: Result<OutboundAnswer, any Error>) {
        deadline?.cancel()
        deadline = nil
        answer?(result)
        answer = nil
    }

    func endLate() {
        finish(.failure(OutboundTimeout()))
        whenLate?()
        whenLate = nil
    }

    func fail(_ reason: String) { finish(.failure(OutboundFailure.failed(status: 0, reason: reason))) }

    /// The head as it is sent: what is no field is left out, the body's length is its own.
    var head: HTTPRequestHead {
        var headers = HTTPHeaders()
        headers.reserveCapacity(request.headers.count + 2)
        headers.add(name: "Host", value: address.authority)
        for field in request.headers
        where Self.isField(field.name, field.value) && !Self.isOfConnection(field.name) {
            headers.add(name: field.name, value: field.value)
        }
        if let body { headers.add(name: "Content-Length", value: String(body.count)) }
        return HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: request.method), uri: address.target, headers: headers)
    }

    /// Where a request ends and whom it is for is told once, here: a second telling is how one becomes two.
    private static func isOfConnection(_ name: String) -> Bool {
        ["host", "content-length", "transfer-encoding"].contains { $0.equalsIgnoringASCIICase(name) }
    }

    /// A name without spaces, controls and colons, and a value of one line (RFC 9110, section 5).
    private static func isField(_ name: String, _ value: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
            && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
