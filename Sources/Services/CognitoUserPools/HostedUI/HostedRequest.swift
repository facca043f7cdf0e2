import Design
import FoundationEssentials
import ServiceKit
import Wire

/// One request for a page or endpoint of a pool's domain.
struct HostedRequest: Sendable {
    let page: PageRequest
    let site: HostedSite
    /// AWS's path.
    let path: String
    /// As they were sent, parsed once.
    let queryFields: [QueryParameter]
    let formFields: [QueryParameter]
    let query: RequestParameters
    let form: RequestParameters
    let text: HostedText
    let call: Call

    init(_ page: PageRequest, _ site: HostedSite, path: String) {
        self.page = page
        self.site = site
        self.path = path
        queryFields = page.query
        formFields = page.method == "POST" ? page.form : []
        query = RequestParameters(queryFields)
        form = RequestParameters(formFields)
        // OpenID Connect's own name has several languages, the best first.
        let locale = query["ui_locales"]?.split(separator: " ").first.map(String.init)
        text = HostedText.chosen(lang: query["lang"] ?? locale, accept: page.headers.first("accept-language"))
        call = Call(
            requestID: page.requestID, time: page.time, caller: .anonymous, region: site.pool.region,
            client: Call.Client(
                address: page.address, isSecure: page.isSecure, host: page.host,
                userAgent: page.headers.first("user-agent") ?? ""),
            headers: page.headers, body: EmptyBody())
    }

    /// The folder of our styles and scripts, as a Content-Security-Policy names it.
    var assetsSource: String { page.source(below: site.basePath + "/assets/") }

    /// The address of another page of the domain, with what was asked for handed on.
    func address(_ path: String, adding more: [(name: String, value: String)] = []) -> String {
        let kept = query.query(AuthorizationRequest.parameterNames)
        guard !more.isEmpty else { return site.basePath + path + kept }
        return site.basePath + path + kept + (kept.isEmpty ? "?" : "&") + RequestParameters.encode(more)
    }

    /// The same page in another language.
    func address(inLanguage code: String) -> String {
        var parameters = query
        parameters["lang"] = code
        let names = AuthorizationRequest.parameterNames + ["error", "notice"]
        return site.basePath + path + parameters.query(names)
    }

    /// The value of a cookie; the first, which is the one of the longest path (RFC 6265, 5.4).
    func cookie(_ name: String) -> String? {
        for header in page.headers.all("cookie") {
            for pair in header.split(separator: ";") {
                let trimmed = pair.drop { $0 == " " }
                guard trimmed.hasPrefix(name + "=") else { continue }
                return String(trimmed.dropFirst(name.utf8.count + 1))
            }
        }
        return nil
    }
}
