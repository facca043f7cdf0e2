import ServiceKit
import Wire

/// What a browser is told once its form's file is stored.
package struct FormAnswer: Sendable {
    private let bucket: String
    private let key: String
    /// The object's own address.
    private let location: String
    /// Where the browser goes next.
    private let redirect: String?
    private let status: Int

    package init(_ form: FormFields, key: String, bucket: String, location: String) {
        self.bucket = bucket
        self.key = key
        self.location = location
        let wanted = [form["success_action_redirect"], form["redirect"]]
        redirect = wanted.lazy.compactMap { $0.flatMap(Self.address) }.first
        status =
            switch form["success_action_status"] {
            case "200": 200
            case "201": 201
            default: 204
            }
    }

    /// - Parameter reply: PutObject's; its headers are the form's too.
    package func reply(to reply: Reply) -> Reply {
        var response = WireResponse(status: status, headers: reply.response.headers)
        response.headers.remove("content-type")
        response.headers.remove("content-length")
        let entityTag = response.headers.first("etag") ?? ""
        if let redirect {
            response.status = 303
            response.headers.set("Location", destination(redirect, entityTag))
            return Reply(response: response)
        }
        response.headers.set("Location", location)
        if status == 201 {
            response.headers.set("Content-Type", "application/xml")
            response.body = document(entityTag)
        }
        return Reply(response: response)
    }

    private func destination(_ redirect: String, _ entityTag: String) -> String {
        let values = [("bucket", bucket), ("key", key), ("etag", entityTag)]
        let query = values.map { $0.0 + "=" + PercentCoding.encode($0.1) }.joined(separator: "&")
        let hash = redirect.firstIndex(of: "#") ?? redirect.endIndex
        return redirect[..<hash] + (redirect[..<hash].contains("?") ? "&" : "?") + query + redirect[hash...]
    }

    private func document(_ entityTag: String) -> [UInt8] {
        var writer = XMLWriter(declaration: true)
        writer.begin("PostResponse")
        writer.element("Location", location)
        writer.element("Bucket", bucket)
        writer.element("Key", key)
        writer.element("ETag", entityTag)
        writer.end("PostResponse")
        return writer.bytes
    }

    /// An address that a `Location` can hold; S3 passes over one that it cannot make sense of.
    private static func address(_ text: String) -> String? {
        let schemes = ["http://", "https://"]
        guard let scheme = schemes.first(where: text.hasPrefixIgnoringASCIICase) else { return nil }
        let rest = text.utf8.dropFirst(scheme.utf8.count)
        guard let first = rest.first, !"/?#".utf8.contains(first), !rest.contains(where: { $0 <= 0x20 || $0 == 0x7F })
        else { return nil }
        guard rest.contains(where: { $0 >= 0x80 }) else { return text }
        return text.unicodeScalars.map { $0.isASCII ? String($0) : PercentCoding.encode(String($0)) }.joined()
    }
}
