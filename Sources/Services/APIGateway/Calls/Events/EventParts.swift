import FoundationEssentials
import ServiceKit
import Wire

/// Pieces that events of all formats have.
enum EventParts {
    static func writeClaims(_ token: KnownToken, _ scopes: [String], _ writer: inout JSONWriter) {
        writer.key("claims")
        writer.beginObject()
        for claim in token.texts {
            writer.key(claim.name)
            writer.string(claim.value)
        }
        writer.endObject()
        writer.key("scopes")
        if scopes.isEmpty {
            writer.null()
        } else {
            writer.list(token.scopes.sorted()) { $0.string($1) }
        }
    }
}

/// A body as JSON carries it: as text where its type says that it is one, else in base 64.
struct EventBody {
    let text: String
    let isBase64: Bool

    init(_ body: [UInt8], type: String?) {
        if Self.isText(type), let text = String(validating: body, as: UTF8.self) {
            self.text = text
            isBase64 = false
        } else {
            text = Data(body).base64EncodedString()
            isBase64 = !body.isEmpty
        }
    }

    static func isText(_ type: String?) -> Bool {
        guard let type else { return true }
        let bare = type.prefix { $0 != ";" && $0 != " " && $0 != "," }.lowercased()
        return bare.hasPrefix("text/") || texts.contains(bare) || bare.hasSuffix("+json") || bare.hasSuffix("+xml")
    }

    private static let texts: Set = ["application/json", "application/javascript", "application/xml"]
}

extension APICall {
    /// The request's headers as a function gets them, with what the gateway adds.
    func eventHeaders(joined: Bool) -> [String: String] {
        var headers: [String: String] = [:]
        for field in self.headers.fields {
            let name = field.name.lowercased()
            headers[name] = headers[name].map { $0 + "," + field.value } ?? field.value
        }
        for name in ["connection", "transfer-encoding", "keep-alive", "te", "upgrade"] { headers[name] = nil }
        for added in forwardingHeaders { headers[added.name] = added.value }
        if headers["content-length"] == nil { headers["content-length"] = String(body.count) }
        return headers
    }

    /// In lower case.
    var forwardingHeaders: [(name: String, value: String)] {
        let client = request.call.client
        let before = headers.first("x-forwarded-for").map { $0 + ", " } ?? ""
        let port = client.host.split(separator: ":").last.flatMap { Int($0) }
        return [
            ("x-amzn-trace-id", traceID), ("x-forwarded-for", before + sourceIP),
            ("x-forwarded-port", String(port ?? (client.isSecure ? 443 : 80))),
            ("x-forwarded-proto", client.isSecure ? "https" : "http"),
        ]
    }
}

extension Call {
    /// Of the signature, in a header or a query.
    var accessKeyID: String? {
        let header = headers.first("authorization") ?? ""
        guard let start = header.firstRange(of: "Credential=") else { return nil }
        return String(header[start.upperBound...].prefix { $0 != "/" && $0 != "," })
    }
}
