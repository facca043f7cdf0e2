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

    package init(
        method: String, path: String, rawQuery: String, headers: HeaderFields, address: String,
        host: String, isSecure: Bool, time: Date
    ) {
        self.method = method
        self.path = path
        self.rawQuery = rawQuery
        self.headers = headers
        self.address = address
        self.host = host
        self.isSecure = isSecure
        self.time = time
    }
}

extension PageRequest {
    package var query: [QueryParameter] { PercentCoding.parseQuery(rawQuery) }
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
}
