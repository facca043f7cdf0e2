import Wire

/// Answers http on sockets that were made elsewhere, in a sandbox for one. The gateway does.
package protocol ServesSockets: Sendable {
    /// - Parameters:
    ///   - listener: a listening socket, which is the server's from here on.
    ///   - bodyLimit: in bytes; longer bodies are answered with 413.
    func serve(
        _ listener: Int32, bodyLimit: Int, _ answer: @escaping @Sendable (SocketRequest) async -> SocketAnswer
    ) async throws -> any ServedSocket

    /// Everything that this server serves, for a program in a sandbox.
    func serveAll(_ listener: Int32) async throws -> any ServedSocket
}

package protocol ServedSocket: Sendable {
    /// Ends its connections at once.
    func stop()
}

package struct SocketRequest: Sendable {
    package var method: String
    package var path: String
    package var headers: HeaderFields
    package var body: [UInt8]

    package init(method: String, path: String, headers: HeaderFields, body: [UInt8]) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }
}

package struct SocketAnswer: Sendable {
    package var status: Int
    package var headers: HeaderFields
    package var body: [UInt8]

    package init(status: Int, headers: HeaderFields = HeaderFields(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

package enum SocketHeaders {
    /// Set on a request whose body was longer than its limit, and is left out.
    package static let tooLong = "x-hanok-too-long"
}

/// Stands where no sandboxes are.
package struct NoSockets: ServesSockets {
    package struct Refused: Error {}

    package init() {}

    package func serve(
        _ listener: Int32, bodyLimit: Int, _ answer: @escaping @Sendable (SocketRequest) async -> SocketAnswer
    ) async throws -> any ServedSocket { throw Refused() }

    package func serveAll(_ listener: Int32) async throws -> any ServedSocket { throw Refused() }
}
