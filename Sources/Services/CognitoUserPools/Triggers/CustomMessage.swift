import FoundationEssentials
import ServiceKit
import Wire

/// CustomMessage: the pool's function may write the message that is about to be sent.
extension CognitoUserPools {
    /// - Parameters:
    ///   - code: what the message tells; the function writes `{####}` in its place.
    ///   - link: what confirms in place of the code; the function writes `{##words##}`.
    func customized(
        _ message: OutgoingMessage, _ source: String, _ user: User, code: String, link: ConfirmationLink? = nil,
        _ destination: CodeDestination, _ pool: UserPool, clientID: String?, _ metadata: [String: String]?, _ call: Call
    ) async throws -> OutgoingMessage {
        var request: [JSONValue.Member] = [
            .init("userAttributes", user.triggerAttributes), .init("codeParameter", "{####}"),
            .init("linkParameter", "{##Click Here##}"),
            .init("usernameParameter", source == "AdminCreateUser" ? "{username}" : .null),
        ]
        if let metadata { request.append(.init("clientMetadata", .texts(metadata))) }
        let event = TriggerEvent(
            trigger: .customMessage, source: source, pool: pool, clientID: clientID, username: user.username,
            request: request,
            response: [.init("smsMessage", .null), .init("emailMessage", .null), .init("emailSubject", .null)])
        guard let response = try await run(event, at: call.time) else { return message }
        let isEmail = destination.medium == .email
        var written = message
        let text = response[isEmail ? "emailMessage" : "smsMessage"]?.string
        if let text, let linked = link?.fill(text) {
            written.body = linked.replacing("{username}", with: user.username)
        } else if let text, text.contains("{####}") {
            written.body = text.replacing("{####}", with: code).replacing("{username}", with: user.username)
        }
        if isEmail, let subject = response["emailSubject"]?.string { written.subject = subject }
        return written
    }
}
