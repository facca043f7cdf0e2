/// A reply whose body, unless it is streamed, is in memory.
package struct WireResponse: Sendable {
    package var status: Int
    package var headers: HeaderFields
    package var body: [UInt8]

    package init(status: Int, headers: HeaderFields = HeaderFields(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package init(status: Int, contentType: String, body: [UInt8]) {
        self.init(status: status, headers: HeaderFields([("Content-Type", contentType)]), body: body)
    }
}
