import CCurl
import NIOPosix

/// A mail server that messages are handed to, by libcurl on threads of its own.
package struct SMTPServer: Sendable {
    package enum Security: String, Sendable, CaseIterable {
        /// The connection turns to TLS before anything is said; without it nothing is sent.
        case starttls
        /// TLS from the first byte, usually port 465.
        case tls
        /// In the clear: a server on this machine, or a test.
        case none
    }

    package var host: String
    package var port: Int
    package var security: Security
    package var username: String?
    package var password: String?
    /// Certificates to trust in the place of the system's, PEM.
    package var caFile: String?

    private static let timeoutMilliseconds = 30_000
    private static let threads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: 4)
        threads.start()
        return threads
    }()

    package init(
        host: String, port: Int, security: Security, username: String? = nil, password: String? = nil,
        caFile: String? = nil
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.username = username
        self.password = password
        self.caFile = caFile
    }

    /// Hands over one message to one address.
    ///
    /// - Parameters:
    ///   - message: headers and body, lines ending in CR LF.
    ///   - from: the envelope's sender.
    /// - Throws: `OutboundFailure`.
    package func send(_ message: [UInt8], from: String, to: String) async throws {
        try await Self.threads.runIfActive { try perform(message, from: from, to: to) }
    }

    private var url: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(security == .tls ? "smtps" : "smtp")://\(name):\(port)"
    }

    private func perform(_ message: [UInt8], from: String, to: String) throws {
        var status = 0
        var error = [CChar](repeating: 0, count: 256)
        let result = withTexts([url, caFile, username, password, "<\(from)>", "<\(to)>"]) { texts in
            var mail = hanok_curl_mail()
            mail.url = texts[0]
            mail.tls = security == .none ? HANOK_CURL_TLS_NEVER : HANOK_CURL_TLS_REQUIRED
            mail.ca_file = texts[1]
            mail.user = texts[2]
            mail.password = texts[3]
            mail.from = texts[4]
            mail.to = texts[5]
            mail.timeout_milliseconds = Self.timeoutMilliseconds
            return message.withUnsafeBufferPointer { bytes in
                mail.message = bytes.baseAddress
                mail.length = bytes.count
                return hanok_curl_send_mail(&mail, &status, &error)
            }
        }
        try OutboundFailure.check(result, status: status, error: error)
    }
}
