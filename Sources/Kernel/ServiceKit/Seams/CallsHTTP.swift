import Wire

/// Calls other servers over http and https.
package protocol CallsHTTP: Sendable {
    func call(_ request: OutboundRequest) async throws -> OutboundAnswer
}

package struct OutboundRequest: Sendable {
    package var method: String
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]?
    package var timeoutMilliseconds: Int
    /// In bytes.
    package var longestAnswer: Int

    package init(
        method: String = "GET", url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        timeoutMilliseconds: Int = 10_000, longestAnswer: Int = 1 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeoutMilliseconds = timeoutMilliseconds
        self.longestAnswer = longestAnswer
    }
}

package struct OutboundAnswer: Sendable {
    package var status: Int
    package var headers: HeaderFields
    package var body: [UInt8]

    package init(status: Int, headers: HeaderFields = HeaderFields(), body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// The other server did not answer in time; anything else that is thrown means that it could not be reached.
package struct OutboundTimeout: Error {
    package init() {}
}

/// Stands where nothing may be called.
package struct NoHTTPCalls: CallsHTTP {
    package struct Refused: Error {}

    package init() {}

    package func call(_ request: OutboundRequest) async throws -> OutboundAnswer { throw Refused() }
}
