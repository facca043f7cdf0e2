import CivilTime
import FoundationEssentials
import ServiceKit
import Wire

/// The event of a function that is called by its URL, in the payload's format 2.0.
struct FunctionURLEvent {
    let url: FunctionURL
    let request: APIRequest
    let path: String
    /// Of whom the signature proves it to be; of nobody where URLs are open.
    let call: Call
    let body: [UInt8]

    func document() -> [UInt8] {
        var writer = JSONWriter(reserving: 2048 + body.count * 2)
        writer.beginObject()
        text("version", "2.0", &writer)
        text("routeKey", "$default", &writer)
        text("rawPath", path, &writer)
        text("rawQueryString", request.rawQuery, &writer)
        writeHeaders(&writer)
        writeQuery(&writer)
        writer.key("requestContext")
        writeContext(&writer)
        writeBody(&writer)
        writer.endObject()
        return writer.bytes
    }

    private func text(_ key: String, _ value: String, _ writer: inout JSONWriter) {
        writer.key(key)
        writer.string(value)
    }

    private static let ofTheConnection: Set = [
        "connection", "transfer-encoding", "keep-alive", "te", "upgrade", "cookie",
    ]
    /// What a signature consists of is for Lambda, not for the function.
    private static let ofTheSignature: Set = ["authorization", "x-amz-security-token"]

    private func writeHeaders(_ writer: inout JSONWriter) {
        let cookies = request.headers.all("cookie").flatMap { $0.split(separator: ";") }
        if !cookies.isEmpty {
            writer.key("cookies")
            writer.list(cookies) { $0.string(String($1.drop { $0 == " " })) }
        }
        var headers: [String: String] = [:]
        for field in request.headers.fields {
            let name = field.name.lowercased()
            if Self.ofTheConnection.contains(name) { continue }
            if isSigned, Self.ofTheSignature.contains(name) { continue }
            headers[name] = headers[name].map { $0 + "," + field.value } ?? field.value
        }
        let client = request.call.client
        let port = client.host.split(separator: ":").last.flatMap { Int($0) }
        headers["x-forwarded-for"] =
            (request.headers.first("x-forwarded-for").map { $0 + ", " } ?? "") + client.address
        headers["x-forwarded-port"] = String(port ?? (client.isSecure ? 443 : 80))
        headers["x-forwarded-proto"] = client.isSecure ? "https" : "http"
        writer.key("headers")
        writer.map(headers) { $0.string($1) }
    }

    private func writeQuery(_ writer: inout JSONWriter) {
        var joined: [String: String] = [:]
        for parameter in PercentCoding.parseQuery(request.rawQuery) {
            let value = parameter.value ?? ""
            joined[parameter.name] = joined[parameter.name].map { $0 + "," + value } ?? value
        }
        guard !joined.isEmpty else { return }
        writer.key("queryStringParameters")
        writer.map(joined) { $0.string($1) }
    }

    private var isSigned: Bool { if case .anonymous = call.caller { false } else { true } }

    private func writeContext(_ writer: inout JSONWriter) {
        writer.beginObject()
        text("accountId", call.caller.accountID ?? "anonymous", &writer)
        text("apiId", url.id, &writer)
        if isSigned { writeCaller(&writer) }
        text("domainName", url.domainName, &writer)
        text("domainPrefix", url.id, &writer)
        writer.key("http")
        writer.beginObject()
        text("method", request.method, &writer)
        text("path", path, &writer)
        text("protocol", "HTTP/1.1", &writer)
        text("sourceIp", request.call.client.address, &writer)
        text("userAgent", request.call.client.userAgent, &writer)
        writer.endObject()
        text("requestId", request.call.requestID, &writer)
        text("routeKey", "$default", &writer)
        text("stage", "$default", &writer)
        text("time", Self.time(request.call.time), &writer)
        writer.key("timeEpoch")
        writer.int(Int(request.call.time.timeIntervalSince1970 * 1000))
        writer.endObject()
    }

    private func writeCaller(_ writer: inout JSONWriter) {
        writer.key("authorizer")
        writer.beginObject()
        writer.key("iam")
        writer.beginObject()
        for (key, value) in [
            ("accessKey", accessKey), ("accountId", call.caller.accountID), ("callerId", call.caller.userID),
            ("cognitoIdentity", nil), ("principalOrgId", nil), ("userArn", call.caller.arn),
            ("userId", call.caller.userID),
        ] {
            writer.key(key)
            if let value { writer.string(value) } else { writer.null() }
        }
        writer.endObject()
        writer.endObject()
    }

    /// The key's id as the signature names it: `Credential=AKIA…/20261126/…`.
    private var accessKey: String? {
        let place = request.headers.first("authorization") ?? ""
        if let start = place.firstRange(of: "Credential=") {
            return String(place[start.upperBound...].prefix { $0 != "/" && $0 != "," })
        }
        return PercentCoding.parseQuery(request.rawQuery).first { $0.name == "X-Amz-Credential" }?.value
            .map { String($0.prefix { $0 != "/" }) }
    }

    private func writeBody(_ writer: inout JSONWriter) {
        var isBase64 = false
        if !body.isEmpty {
            writer.key("body")
            if Self.isText(request.headers.first("content-type")), let text = String(validating: body, as: UTF8.self) {
                writer.string(text)
            } else {
                writer.string(Data(body).base64EncodedString())
                isBase64 = true
            }
        }
        writer.key("isBase64Encoded")
        writer.bool(isBase64)
    }

    private static let textTypes: Set = ["application/json", "application/javascript", "application/xml"]

    private static func isText(_ type: String?) -> Bool {
        guard let type else { return true }
        let bare = type.prefix { $0 != ";" && $0 != " " && $0 != "," }.lowercased()
        return bare.hasPrefix("text/") || textTypes.contains(bare) || bare.hasSuffix("+json") || bare.hasSuffix("+xml")
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `12/Mar/2026:19:03:58 +0000`
    private static func time(_ date: Date) -> String {
        let text = date.iso8601
        let month = Int(text.dropFirst(5).prefix(2)) ?? 1
        return "\(text.dropFirst(8).prefix(2))/\(months[(month - 1) % 12])/\(text.prefix(4)):"
            + "\(text.dropFirst(11).prefix(8)) +0000"
    }
}
