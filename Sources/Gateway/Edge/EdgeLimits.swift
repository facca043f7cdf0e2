import NIOCore

/// Every limit of a connection, in one place.
package struct EdgeLimits: Sendable {
    /// Connections open at once; more are closed as they come.
    package var connections = 16_384
    /// From the first byte of a request to the end of its head.
    package var headTimeout: TimeAmount = .seconds(30)
    /// Between two requests of one connection.
    package var idleTimeout: TimeAmount = .seconds(75)
    /// Without a byte of a body coming in, or of an answer going out.
    package var stallTimeout: TimeAmount = .seconds(60)
    /// Bytes of a body held before its reader takes them.
    package var bufferedBodyBytes = 256 << 10
    /// An unread rest of a body up to this long is read away, so that the connection may stay.
    package var drainedBodyBytes = 256 << 10
    /// Requests in flight may go on for so long after a stop was asked for.
    package var stopGrace: TimeAmount = .seconds(10)

    package init() {}
}
