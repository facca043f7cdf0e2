import FoundationEssentials
import Wire

/// A request for a page: a document for people or programs that is no operation of a service.
package struct PageRequest: Sendable {
    package let method: String
    /// As it came, not decoded.
    package let path: String
    /// What follows `?`, as it came.
    package let rawQuery: String
    package let headers: HeaderFields
    package let address: String
    /// The host's name, without port, in lower case.
    package let host: String
    package let isSecure: Bool
    package let time: Date
    package let requestID: String
    package var body: [UInt8]

    package init(
        method: String, path: String, rawQuery: String, headers: HeaderFields, address: String,
        host: String, isSecure: Bool, time: Date, requestID: String = "", body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.rawQuery = rawQuery
        self.headers = headers
        self.address = address
        self.host = host
        self.isSecure = isSecure
        self.time = time
        self.requestID = requestID
        self.body = body
    }
}

extension PageRequest {
    /// The longest body a page takes that says nothing else.
    package static let standardBodyLimit = 65_536

    package var query: [QueryParameter] { PercentCoding.parseQuery(rawQuery) }

    /// The fields of a form; empty for a body of any other kind.
    package var form: [QueryParameter] {
        let type = headers.first("content-type") ?? ""
        guard type.hasPrefixIgnoringASCIICase("application/x-www-form-urlencoded") else { return [] }
        return PercentCoding.parseQuery(String(decoding: body, as: UTF8.self))
    }
}

package struct PageReply: Sendable {
    package var status: Int
    package var headers: HeaderFields
    package var body: [UInt8]

    package init(status: Int = 200, contentType: String, body: [UInt8]) {
        self.status = status
        headers = HeaderFields([("Content-Type", contentType)])
        self.body = body
    }
}

/// Serves some pages; nil for a page that is not its own.
package protocol ServesPages: Sendable {
    func page(_ request: PageRequest) async throws -> PageReply?
    /// Whether requests to a host of that name are for its pages, wherever they would go else.
    func owns(host: String, path: String) async throws -> Bool
    /// The longest body it takes with a request, whose body was not read yet; nil for the standard.
    func bodyLimit(of request: PageRequest) -> Int?
}

extension ServesPages {
    package func owns(host: String, path: String) async throws -> Bool { false }
    package func bodyLimit(of request: PageRequest) -> Int? { nil }
}
