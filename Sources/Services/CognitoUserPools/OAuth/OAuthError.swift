import ServiceKit
import Wire

/// RFC 6749's error document, as Cognito's token endpoints answer it.
struct OAuthError: Error, Sendable {
    var status = 400
    var code: String
    var description: String?
    var headers: [(name: String, value: String)] = []

    init(_ code: String, _ description: String? = nil, status: Int = 400) {
        self.code = code
        self.description = description
        self.status = status
    }

    static let invalidRequest = OAuthError("invalid_request")
    static let invalidClient = OAuthError("invalid_client")
    static let invalidGrant = OAuthError("invalid_grant")
    static let invalidScope = OAuthError("invalid_scope")
    static let unauthorizedClient = OAuthError("unauthorized_client")
    static let unsupportedGrantType = OAuthError("unsupported_grant_type")
    static let unsupportedTokenType = OAuthError("unsupported_token_type")

    /// RFC 6750, section 3: what is wrong with the token, in the header too.
    static func bearer(_ status: Int, _ code: String, _ description: String) -> OAuthError {
        var error = OAuthError(code, description, status: status)
        error.headers = [
            ("WWW-Authenticate", "Bearer error=\"\(code)\", error_description=\"\(description)\"")
        ]
        return error
    }

    var reply: HostedReply {
        var writer = JSONWriter()
        writer.beginObject()
        writer.claim("error", code)
        if let description { writer.claim("error_description", description) }
        writer.endObject()
        var reply = HostedReply.json(writer.bytes, status: status)
        for header in headers { reply.headers.add(header.name, header.value) }
        return reply
    }
}
