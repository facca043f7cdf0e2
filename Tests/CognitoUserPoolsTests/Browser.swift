import CognitoUserPools
import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

/// A browser before a domain's pages: it keeps cookies and sends forms as they were shown.
final class Browser {
    let directory: Directory
    let base: String
    var language: String?
    private(set) var cookies: [String: String] = [:]

    init(_ directory: Directory, domain: String = "books", language: String? = nil) {
        self.directory = directory
        base = "/_hanok/auth/" + domain
        self.language = language
    }

    struct Answer {
        var status: Int
        var headers: HeaderFields
        var text: String

        var location: String { headers.first("location") ?? "" }
        var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }

        /// The parameters of the address led to, behind `?` or `#`.
        var parameters: [String: String] {
            guard let mark = location.firstIndex(where: { $0 == "?" || $0 == "#" }) else { return [:] }
            let pairs = PercentCoding.parseQuery(String(location[location.index(after: mark)...]))
            return Dictionary(pairs.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        }

        /// The value of a form's field.
        func field(_ name: String) -> String? {
            guard let start = text.firstRange(of: "name=\"\(name)\"") else { return nil }
            let rest = text[start.upperBound...].prefix { $0 != ">" }
            guard let value = rest.firstRange(of: "value=\"") else { return "" }
            return String(rest[value.upperBound...].prefix { $0 != "\"" })
        }
    }

    func send(
        _ method: String, _ target: String, headers: [(name: String, value: String)] = [], form: [String: String]? = nil
    ) async throws -> Answer {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var fields = HeaderFields(headers)
        if !cookies.isEmpty {
            fields.add("Cookie", cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))
        }
        if let language { fields.add("Accept-Language", language) }
        if form != nil { fields.add("Content-Type", "application/x-www-form-urlencoded") }
        let request = PageRequest(
            method: method, path: parts[0], rawQuery: parts.count > 1 ? parts[1] : "", headers: fields,
            address: "127.0.0.1", host: "localhost", isSecure: false, time: directory.clock.now,
            body: Array(Self.encode(form ?? [:]).utf8))
        let reply = try #require(try await directory.service.page(request))
        for cookie in reply.headers.all("set-cookie") { keep(cookie) }
        return Answer(
            status: reply.status, headers: reply.headers, text: String(decoding: reply.body, as: UTF8.self))
    }

    static func encode(_ values: [String: String]) -> String {
        values.sorted { $0.key < $1.key }
            .map { PercentCoding.encode($0.key) + "=" + PercentCoding.encode($0.value) }.joined(separator: "&")
    }

    private func keep(_ header: String) {
        let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return }
        cookies[String(pair[0])] = header.contains("Max-Age=0") ? nil : String(pair[1])
    }

    func forgetCookie(_ name: String) { cookies[name] = nil }
    func setCookie(_ name: String, _ value: String) { cookies[name] = value }

    func get(_ path: String, _ query: [String: String] = [:]) async throws -> Answer {
        let query = Self.encode(query)
        return try await follow(send("GET", base + path + (query.isEmpty ? "" : "?" + query)))
    }

    /// Sends a page's form with what a person fills in.
    func submit(_ page: Answer, to path: String? = nil, _ values: [String: String]) async throws -> Answer {
        let action = try #require(page.text.firstRange(of: "action=\""), "\(page.text)")
        let shown = String(page.text[action.upperBound...].prefix { $0 != "\"" }).replacing("&amp;", with: "&")
        var form = values
        for name in ["_csrf", "_flow", "username"] where form[name] == nil { form[name] = page.field(name) }
        let target = path.map { base + $0 + shown.drop { $0 != "?" } } ?? shown
        return try await follow(send("POST", target, form: form))
    }

    /// Goes on within the pages; stops at the application.
    private func follow(_ answer: Answer) async throws -> Answer {
        var answer = answer
        for _ in 0..<5 where answer.status == 302 && answer.location.hasPrefix(base) {
            answer = try await send("GET", answer.location)
        }
        return answer
    }

    /// An endpoint that programs call.
    func post(
        _ path: String, _ form: [String: String], basic: (String, String)? = nil, bearer: String? = nil
    ) async throws -> Answer {
        var headers: [(name: String, value: String)] = []
        if let basic {
            let text = PercentCoding.encode(basic.0) + ":" + PercentCoding.encode(basic.1)
            headers.append(("Authorization", "Basic " + Data(text.utf8).base64EncodedString()))
        }
        if let bearer { headers.append(("Authorization", "Bearer \(bearer)")) }
        return try await send("POST", base + path, headers: headers, form: form)
    }
}

/// A pool with a domain, an application and somebody in it.
struct HostedStory {
    static let callback = "https://app.example/callback"
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    /// Of RFC 7636, appendix B.
    static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    let directory: Directory
    var pool = ""
    var client = ""
    var secret: String?

    init(_ directory: Directory, pool settings: JSONValue = [:], client more: JSONValue = [:]) async throws {
        self.directory = directory
        pool = try await directory.makePool(settings)
        try await directory.call("CreateUserPoolDomain", ["UserPoolId": .string(pool), "Domain": "books"])
        (client, secret) = try await makeClient(more)
    }

    func makeClient(_ more: JSONValue = [:]) async throws -> (String, String?) {
        let input: JSONValue = [
            "UserPoolId": .string(pool), "ClientName": "shop", "SupportedIdentityProviders": ["COGNITO"],
            "CallbackURLs": [.string(Self.callback)], "LogoutURLs": ["https://app.example/bye"],
            "AllowedOAuthFlows": ["code", "implicit"], "AllowedOAuthScopes": ["openid", "email", "profile"],
            "AllowedOAuthFlowsUserPoolClient": true,
            "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"],
        ]
        let made = try await directory.call("CreateUserPoolClient", input.merging(more))
        return (
            try #require(made.text("UserPoolClient", "ClientId")), made.text("UserPoolClient", "ClientSecret")
        )
    }

    func query(_ more: [String: String] = [:]) -> [String: String] {
        ["client_id": client, "response_type": "code", "redirect_uri": Self.callback, "state": "s&1"]
            .merging(more) { _, new in new }
    }

    func makeAnn() async throws {
        try await directory.makeUser(
            pool, attributes: ["email": "ann@example.com", "email_verified": "true", "name": "Ann"])
    }

    func signIn(_ browser: Browser, _ more: [String: String] = [:]) async throws -> Browser.Answer {
        let page = try await browser.get("/oauth2/authorize", query(more))
        guard page.status == 200 else { return page }
        return try await browser.submit(page, ["username": "ann", "password": Directory.password])
    }

    func code(_ browser: Browser, _ more: [String: String] = [:]) async throws -> String {
        let answer = try await signIn(browser, more)
        return try #require(answer.parameters["code"], "\(answer.location) \(answer.text)")
    }

    func exchange(_ browser: Browser, _ code: String, _ more: [String: String] = [:]) async throws -> Browser.Answer {
        let form = [
            "grant_type": "authorization_code", "client_id": client, "code": code, "redirect_uri": Self.callback,
        ]
        return try await browser.post("/oauth2/token", form.merging(more) { _, new in new })
    }
}
