import Design
import ServiceKit
import Storage

/// Pages that ask nothing.
extension CognitoUserPools {
    /// One sentence, and the way back to the sign-in page where the request has one.
    func notice(
        _ request: HostedRequest, _ client: UserPoolClient?, _ title: String, _ sentence: String
    ) async throws -> HostedReply {
        try await render(request, client, title: title) { _ in
            let back: HTML? =
                request.query["redirect_uri"] == nil
                ? nil
                : "<p class=\"below\">\(FormParts.link(request.address("/login"), request.text.backToSignIn))</p>\n"
            return "\(FormParts.notice(sentence))\(back)"
        }
    }

    func signedOutPage(_ request: HostedRequest) async throws -> HostedReply {
        try await render(request, nil, title: request.text.signedOutTitle) { _ in
            FormParts.lead(request.text.signedOutLead)
        }
    }

    /// `/error`: what is wrong, and what to do about it. Only known errors are explained; nothing of
    /// the address is shown but the error's and the client's names.
    func errorPage(_ request: HostedRequest) async throws -> HostedReply {
        let text = request.text
        let error = request.query["error"] ?? "invalid_request"
        let reason =
            switch error {
            case "redirect_mismatch": text.redirectMismatch
            case "invalid_client": text.invalidClient
            case "invalid_request": text.invalidRequest
            default: text.errorLead
            }
        return try await render(request, nil, title: text.errorTitle, status: 400) { _ in
            let client: HTML? = request.query["client_id"].map { id in
                "<dt>\(text.client)</dt><dd><code>\(String(id.prefix(128)))</code></dd>\n"
            }
            return """
                <p class="errorMessage-customizable" role="alert">\(reason)</p>
                \(FormParts.lead(text.errorAdvice))\
                <dl class="facts">
                <dt>\(text.errorCode)</dt><dd><code>\(String(error.prefix(128)))</code></dd>
                \(client)</dl>

                """
        }
    }

    func notFoundPage(_ request: HostedRequest) async throws -> HostedReply {
        try await render(request, nil, title: request.text.notFoundTitle, status: 404) { _ in
            FormParts.lead(request.text.errorLead)
        }
    }
}
