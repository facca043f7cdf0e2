import NIOHTTP1
import ServiceKit
import Wire

/// A request's head as it came, and its body to be read.
package struct HTTPRequest: Sendable {
    package let method: String
    /// The target before `?`, neither decoded nor normalised.
    package let rawPath: String
    /// The target after `?`; empty if there is none.
    package let rawQuery: String
    package let headers: HeaderFields
    /// The host without port, in lower case.
    package let hostName: String
    /// The other end's address without port.
    package private(set) var address: String
    package private(set) var isSecure: Bool
    package let body: any IncomingBody

    package init(
        method: String, target: String, headers: HeaderFields, address: String, isSecure: Bool,
        body: any IncomingBody
    ) {
        self.method = method
        let path: Substring
        let query: Substring?
        if let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = target[..<mark]
            query = target[target.utf8.index(after: mark)...]
        } else {
            path = target[...]
            query = nil
        }
        rawPath = Self.withoutAuthority(path)
        rawQuery = query.map(String.init) ?? ""
        self.headers = headers
        hostName = Self.name(ofHost: headers.first("host") ?? "")
        self.address = address
        self.isSecure = isSecure
        self.body = body
    }

    /// A proxy may send `http://host/path` as target (RFC 9112, 3.2.2).
    private static func withoutAuthority(_ path: Substring) -> String {
        guard !path.hasPrefix("/"), let scheme = path.firstRange(of: "://") else { return String(path) }
        let rest = path[scheme.upperBound...]
        return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
    }

    /// The same request, as of another end.
    func from(_ address: String, isSecure: Bool? = nil) -> HTTPRequest {
        var request = self
        request.address = address
        request.isSecure = isSecure ?? self.isSecure
        return request
    }

    package var host: String { headers.first("host") ?? "" }

    /// A host without port, in lower case.
    private static func name(ofHost host: String) -> String {
        let host = host.utf8.contains { (65...90).contains($0) } ? host.lowercased() : host
        if host.hasPrefix("[") { return host.split(separator: "]").first.map { $0 + "]" } ?? host }
        let colon = host.utf8.firstIndex(of: UInt8(ascii: ":")) ?? host.endIndex
        return String(host[..<colon])
    }
}

/// A body coming in from a connection, as it is on the wire.
package protocol IncomingBody: Sendable {
    /// Content-Length, or nil for a chunked body.
    var contentLength: Int? { get }
    /// The next piece, or nil at the end. Asking for the first one sends `100 Continue` if the
    /// client waits for it.
    func next() async throws -> [UInt8]?
}

/// Nothing more came, and the client is gone or too slow.
package enum IncomingBodyFailure: Error, Sendable { case disconnected, timedOut, malformed }

/// An answer, ready to be sent.
package struct HTTPAnswer: Sendable {
    package var status: Int
    package var headers: HeaderFields
    package var body: ResponseBody
    /// Content-Length of an answer to HEAD, whose body is not sent.
    package var contentLength: Int?
    /// The connection is not to be used again.
    package var closes: Bool

    package init(
        status: Int, headers: HeaderFields = HeaderFields(), body: ResponseBody = .bytes([]),
        contentLength: Int? = nil, closes: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.contentLength = contentLength
        self.closes = closes
    }
}

/// Answers requests: the rest of the gateway, as the edge sees it.
package protocol AnswersRequests: Sendable {
    func answer(_ request: HTTPRequest) async -> HTTPAnswer
}
