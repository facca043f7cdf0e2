import Wire

/// What is sent back to an application, at an address that was checked against its list.
struct RedirectAnswer: Sendable {
    var address: String
    /// Tokens, and errors of a request for tokens, go behind `#` (RFC 6749, section 4.2.2).
    var isFragment: Bool
    var state: String?
    var parameters: [(name: String, value: String)] = []

    func adding(_ more: [(name: String, value: String)]) -> RedirectAnswer {
        var answer = self
        answer.parameters += more
        return answer
    }

    func error(_ code: String, _ description: String) -> RedirectAnswer {
        adding([("error_description", description), ("error", code)])
    }

    var url: String {
        let all = parameters + (state.map { [("state", $0)] } ?? [])
        let text = RequestParameters.encode(all)
        if isFragment { return address + "#" + text }
        return address + (address.contains("?") ? "&" : "?") + text
    }

    var reply: HostedReply { .redirect(to: url) }
}
