import Wire

/// Serves buckets as websites: documents for people, and errors as pages.
package protocol ServesWebsites: Sendable {
    /// - Parameter path: as it came, without the part that names the bucket; it begins with a slash.
    func page(_ path: String, query: String, of bucket: String, base: String, _ call: Call) async -> WebsiteAnswer
}

package struct WebsiteAnswer: Sendable {
    package var status: Int
    package var headers: HeaderFields
    package var body: ResponseBody

    package init(status: Int, headers: HeaderFields, body: ResponseBody) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
