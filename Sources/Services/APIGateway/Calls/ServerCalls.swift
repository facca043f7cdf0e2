import ServiceKit
import Wire

/// Calls the servers behind APIs.
struct ServerCalls: Sendable {
    enum Outcome: Sendable {
        case answered(APIReply)
        case unreachable
        case timedOut
    }

    private static let hopByHop = FieldNames([
        "connection", "content-length", "expect", "host", "keep-alive", "proxy-authenticate", "proxy-authorization",
        "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    ])
    private static let ofAnswers = FieldNames([
        "connection", "content-length", "keep-alive", "transfer-encoding", "upgrade",
    ])

    let http: any CallsHTTP

    func send(
        _ method: String, _ url: String, _ outgoing: OutgoingRequest, body: [UInt8], milliseconds: Int
    ) async -> Outcome {
        let headers = outgoing.headers.fields.filter { !Self.hopByHop.contains($0.name) }
        let carriesBody = !body.isEmpty || ["POST", "PUT", "PATCH"].contains(method)
        let request = OutboundRequest(
            method: method, url: Self.url(url, outgoing), headers: headers, body: carriesBody ? body : nil,
            timeoutMilliseconds: milliseconds, longestAnswer: APILimits.body)
        do {
            let answer = try await http.call(request)
            return .answered(
                APIReply(
                    status: answer.status,
                    headers: HeaderFields(
                        answer.headers.fields.filter { !Self.ofAnswers.contains($0.name) }),
                    body: answer.body, integrationStatus: answer.status))
        } catch is OutboundTimeout {
            return .timedOut
        } catch {
            return .unreachable
        }
    }

    /// The integration's URL with the path and the query of the request.
    private static func url(_ url: String, _ outgoing: OutgoingRequest) -> String {
        if outgoing.path == nil, outgoing.query.isEmpty, isPlain(url) { return url }
        let bare = url.utf8.prefix { $0 != UInt8(ascii: "#") }
        let before = bare.prefix { $0 != UInt8(ascii: "?") }
        var address = String(Substring(before))
        var query = Substring(bare[before.endIndex...].dropFirst()).split(separator: "&").map(String.init)
        if let path = outgoing.path, let scheme = address.firstRange(of: "://") {
            let host = address[scheme.upperBound...].prefix { $0 != "/" }
            address = address[..<host.endIndex] + (path.hasPrefix("/") ? path : "/" + path)
        }
        query += outgoing.query.map { parameter in
            PercentCoding.encode(parameter.name) + "=" + PercentCoding.encode(parameter.value ?? "")
        }
        let target = query.isEmpty ? address : address + "?" + query.joined(separator: "&")
        // Nothing may end the request's line.
        guard target.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { return target }
        return String(decoding: target.utf8.filter { $0 > 0x20 && $0 != 0x7F }, as: UTF8.self)
    }

    /// Whether a URL has neither query nor fragment, nor anything that would end the request's line.
    private static func isPlain(_ url: String) -> Bool {
        url.utf8.allSatisfy { byte in
            byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#")
        }
    }
}
