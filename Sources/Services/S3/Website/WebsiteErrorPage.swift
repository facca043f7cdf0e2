import ServiceKit
import Wire

/// An error of a website, as a page.
package struct WebsiteErrorPage: Sendable {
    private let error: ServiceError
    private let requestID: String
    private let hostID: String
    /// Why the site's own document for errors could not be shown.
    private let documentError: ServiceError?

    private static let reasons = [
        301: "Moved Permanently", 304: "Not Modified", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 409: "Conflict", 412: "Precondition Failed", 416: "Requested Range Not Satisfiable",
        500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable",
    ]

    package init(_ error: ServiceError, requestID: String, hostID: String, documentError: ServiceError? = nil) {
        self.error = error
        self.requestID = requestID
        self.hostID = hostID
        self.documentError = documentError
    }

    package var headers: HeaderFields {
        var headers = HeaderFields([("Content-Type", "text/html; charset=utf-8")])
        let details = error.members.map { ("x-amz-error-detail-" + $0.name, $0.value) }
        for (name, value) in [("x-amz-error-code", error.code), ("x-amz-error-message", error.message)] + details {
            // A key may have what no header can hold.
            if value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { headers.add(name, value) }
        }
        return headers
    }

    package var body: [UInt8] {
        let title = "\(error.status) \(Self.reasons[error.status] ?? "Error")"
        var lines = ["<html>", "<head><title>\(title)</title></head>", "<body>", "<h1>\(title)</h1>", "<ul>"]
        lines += Self.items(error)
        lines += [Self.item("RequestId", requestID), Self.item("HostId", hostID), "</ul>"]
        if let documentError {
            lines.append("<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>")
            lines += ["<ul>"] + Self.items(documentError) + ["</ul>"]
        }
        lines += ["<hr/>", "</body>", "</html>", ""]
        return Array(lines.joined(separator: "\n").utf8)
    }

    private static func items(_ error: ServiceError) -> [String] {
        [item("Code", error.code), item("Message", error.message)] + error.members.map { item($0.name, $0.value) }
    }

    private static func item(_ name: String, _ value: String) -> String { "<li>\(name): \(escaped(value))</li>" }

    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
