import ServiceKit

/// Documents for people and programs that are no operation of a service.
extension Gateway {
    /// Hosts that belong to pages as a whole, a user pool's domain for one. Our own name is none.
    func isPageHost(_ request: HTTPRequest) async -> Bool {
        let host = request.hostName
        guard !host.isEmpty, host != publicHost, host != "localhost", host != "127.0.0.1", !host.hasPrefix("["),
            !host.hasSuffix(".amazonaws.com")
        else { return false }
        for candidate in pages.pages
        where (try? await candidate.owns(host: host, path: request.rawPath)) == true {
            return true
        }
        return false
    }

    func answerPage(_ request: HTTPRequest, _ record: AccessRecord) async -> HTTPAnswer {
        record.service = "page"
        return await pages.answer(request, requestID: record.ids.id)
    }
}
