/// Knows what a browser may do with a bucket from a page of another origin.
package protocol AnswersBrowsers: Sendable {
    /// The headers that let a page of the origin read an answer; none where no rule fits.
    func crossOriginHeaders(
        bucket: String, origin: String, method: String
    ) async throws -> [(name: String, value: String)]

    /// What a preflight is answered; a refusal is thrown.
    /// - Parameter headers: `Access-Control-Request-Headers`.
    func preflightHeaders(
        bucket: String, isObject: Bool, origin: String?, method: String?, headers: [String]
    ) async throws -> [(name: String, value: String)]
}
