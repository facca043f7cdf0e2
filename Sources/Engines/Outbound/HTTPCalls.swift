import CCurl
import NIOPosix
import ServiceKit
import Wire

/// Calls to other servers over http and https, by libcurl on threads of its own. Redirects are not
/// followed, certificates are checked, and answers have a limit.
package struct HTTPCalls: CallsHTTP {
    private static let threads = {
        let threads = NIOThreadPool(numberOfThreads: 8)
        threads.start()
        return threads
    }()

    /// Certificates to trust in the place of the system's, PEM.
    private let caFile: String?

    package init(caFile: String? = nil) { self.caFile = caFile }

    package func call(_ request: OutboundRequest) async throws -> OutboundAnswer {
        try await Self.threads.runIfActive { try perform(request) }
    }

    private func perform(_ request: OutboundRequest) throws -> OutboundAnswer {
        var answer = hanok_curl_answer()
        defer { hanok_curl_free(&answer) }
        var error = [CChar](repeating: 0, count: 256)
        let headers = request.headers.filter { !$0.name.contains("\n") && !$0.value.contains { $0.isNewline } }
        let texts = [request.method, request.url, caFile] + headers.map { "\($0.name): \($0.value)" }
        let result = withTexts(texts) { texts in
            texts[3...].withUnsafeBufferPointer { headers in
                var call = hanok_curl_request()
                call.method = texts[0]
                call.url = texts[1]
                call.ca_file = texts[2]
                call.headers = headers.baseAddress
                call.header_count = headers.count
                call.timeout_milliseconds = request.timeoutMilliseconds
                call.longest_answer = request.longestAnswer
                return (request.body ?? []).withUnsafeBufferPointer { body in
                    call.body = request.body == nil ? nil : body.baseAddress
                    call.length = body.count
                    return hanok_curl_fetch(&call, &answer, &error)
                }
            }
        }
        if result == CInt(HANOK_CURL_TIMED_OUT.rawValue) { throw OutboundTimeout() }
        try OutboundFailure.check(result, status: answer.status, error: error)
        let body = answer.body.map { Array(UnsafeBufferPointer(start: $0, count: answer.length)) } ?? []
        let lines = answer.headers.map { Array(UnsafeBufferPointer(start: $0, count: answer.headers_length)) } ?? []
        return OutboundAnswer(status: answer.status, headers: Self.headers(lines), body: body)
    }

    /// The fields of the last head among the lines.
    private static func headers(_ lines: [UInt8]) -> HeaderFields {
        var headers = HeaderFields()
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            if line.starts(with: "HTTP/".utf8) { headers = HeaderFields() }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == 0x20 || $0 == 0x09 }
            let end = value.lastIndex { $0 > 0x20 }.map { value.index(after: $0) } ?? value.startIndex
            headers.add(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value[..<end], as: UTF8.self))
        }
        return headers
    }
}
