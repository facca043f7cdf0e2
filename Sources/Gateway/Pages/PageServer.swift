import Logging
import ServiceKit
import Wire

/// Answers with pages: the first that knows the path does. A server of pages alone is this.
package struct PageServer: AnswersRequests {
    let pages: [any ServesPages]
    private let clock: any Clock
    private let logger: Logger

    package init(_ pages: [any ServesPages], clock: any Clock = SystemClock(), logger: Logger) {
        self.pages = pages
        self.clock = clock
        self.logger = logger
    }

    package func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        await answer(request, requestID: RequestIDs(forS3: false).id)
    }

    func answer(_ request: HTTPRequest, requestID: String) async -> HTTPAnswer {
        do {
            var page = PageRequest(
                method: request.method, path: request.rawPath, rawQuery: request.rawQuery,
                headers: request.headers, address: request.address, host: request.hostName,
                isSecure: request.isSecure, time: clock.now, requestID: requestID)
            guard let body = try await body(of: request, for: page) else {
                return Self.message("Request body is too large.", status: 413)
            }
            page.body = body
            for candidate in pages {
                if let reply = try await candidate.page(page) {
                    return HTTPAnswer(status: reply.status, headers: reply.headers, body: .bytes(reply.body))
                }
            }
        } catch is IncomingBodyFailure {
            return Self.message("The request's body did not come in whole.", status: 400)
        } catch {
            logger.error("a page failed", metadata: ["path": "\(request.rawPath)", "error": "\(error)"])
            return HTTPAnswer(status: 500)
        }
        return Self.message("Not Found", status: 404)
    }

    /// Nil for a body longer than the page takes.
    private func body(of request: HTTPRequest, for page: PageRequest) async throws -> [UInt8]? {
        guard request.method == "POST" || request.method == "PUT" else { return [] }
        let limit = pages.compactMap { $0.bodyLimit(of: page) }.max() ?? PageRequest.standardBodyLimit
        if let length = request.body.contentLength, length > limit { return nil }
        var body: [UInt8] = []
        while let piece = try await request.body.next() {
            body.append(contentsOf: piece)
            if body.count > limit { return nil }
        }
        return body
    }

    private static func message(_ text: String, status: Int) -> HTTPAnswer {
        HTTPAnswer(
            status: status, headers: HeaderFields([("Content-Type", "application/json")]),
            body: .bytes(Array("{\"message\":\"\(text)\"}".utf8)))
    }
}
