import S3Model
import ServiceKit
import Testing
import Wire

import S3

@Suite struct WebsiteConfigurationCheckTests {
    private let index = IndexDocument(suffix: "index.html")

    private func refusal(_ configuration: WebsiteConfiguration) -> ServiceError? {
        do {
            try WebsiteConfigurationCheck.check(configuration)
            return nil
        } catch {
            return error as? ServiceError
        }
    }

    private func refusal(_ rule: RoutingRule) -> ServiceError? {
        refusal(WebsiteConfiguration(indexDocument: index, routingRules: [rule]))
    }

    @Test(
        arguments: [
            ("/index.html", "The IndexDocument Suffix is not well formed"),
            ("", "The IndexDocument Suffix is not well formed"),
            (nil, "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty"),
        ] as [(String?, String)])
    func indexDocuments(_ suffix: String?, _ sentence: String) {
        let error = refusal(WebsiteConfiguration(indexDocument: suffix.map { IndexDocument(suffix: $0) }))
        #expect(error?.code == "InvalidArgument")
        #expect(error?.message == sentence)
        #expect(error?.members.map(\.name) == ["ArgumentName", "ArgumentValue"])
        #expect(error?.members.map(\.value) == ["IndexDocument", suffix ?? "null"])
    }

    @Test func redirectingAllIsAllThereIs() {
        let all = RedirectAllRequestsTo(hostName: "example.com")
        #expect(refusal(WebsiteConfiguration(redirectAllRequestsTo: all)) == nil)
        let error = refusal(WebsiteConfiguration(indexDocument: index, redirectAllRequestsTo: all))
        #expect(
            error?.message == "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.")
        #expect(error?.members.map(\.value) == ["RedirectAllRequestsTo", "not null"])
        let other = RedirectAllRequestsTo(hostName: "example.com", protocol: RedirectProtocol(rawValue: "ftp"))
        let scheme = refusal(WebsiteConfiguration(redirectAllRequestsTo: other))
        #expect(scheme?.code == "InvalidRequest")
        #expect(
            scheme?.message
                == "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected "
                + "automatically.")
    }

    @Test(arguments: [
        (
            RoutingRule(redirect: Redirect(replaceKeyPrefixWith: "a", replaceKeyWith: "b")),
            "You can only define ReplaceKeyPrefix or ReplaceKey but not both."
        ),
        (
            RoutingRule(condition: RoutingRuleCondition(), redirect: Redirect(hostName: "a")),
            "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't "
                + "be present."
        ),
        (
            RoutingRule(redirect: Redirect(protocol: RedirectProtocol(rawValue: "gopher"))),
            "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected "
                + "automatically."
        ),
        (
            RoutingRule(redirect: Redirect(httpRedirectCode: "300")),
            "The provided HTTP redirect code (300) is not valid. Valid codes are 3XX except 300."
        ),
        (
            RoutingRule(condition: RoutingRuleCondition(httpErrorCodeReturnedEquals: "302"), redirect: Redirect()),
            "The provided HTTP error code (302) is not valid. Valid codes are 4XX or 5XX."
        ),
        (
            RoutingRule(redirect: Redirect(hostName: "")),
            "The HostName cannot be blank. To redirect within the same domain, the element should not be present."
        ),
    ])
    func rules(_ rule: RoutingRule, _ sentence: String) {
        #expect(refusal(rule)?.code == "InvalidRequest")
        #expect(refusal(rule)?.message == sentence)
    }

    @Test func numbersOfRules() {
        #expect(refusal(WebsiteConfiguration(indexDocument: index, routingRules: []))?.code == "MalformedXML")
        #expect(refusal(RoutingRule(redirect: Redirect(httpRedirectCode: "x")))?.code == "MalformedXML")
        let many = (0..<51).map { _ in RoutingRule(redirect: Redirect(hostName: "a")) }
        #expect(
            refusal(WebsiteConfiguration(indexDocument: index, routingRules: many))?.message
                == "51 routing rules provided, the number of routing rules in a website configuration is limited to 50."
        )
        #expect(refusal(WebsiteConfiguration(indexDocument: index, routingRules: Array(many.dropLast()))) == nil)
    }
}

@Suite struct WebsiteRoutingTests {
    private func visit(
        _ path: String, query: String = "", isSecure: Bool = false, base: String = ""
    ) throws -> WebsiteVisit {
        try #require(
            WebsiteVisit(path: path, query: query, host: "site.test:80", isSecure: isSecure, base: base))
    }

    private func routing(_ rules: RoutingRule..., error: String? = nil) -> WebsiteRouting {
        WebsiteRouting(
            WebsiteConfiguration(
                errorDocument: error.map { ErrorDocument(key: $0) }, indexDocument: IndexDocument(suffix: "index.html"),
                routingRules: rules.isEmpty ? nil : rules))
    }

    private func rule(prefix: String? = nil, code: String? = nil, _ redirect: Redirect) -> RoutingRule {
        let condition = RoutingRuleCondition(httpErrorCodeReturnedEquals: code, keyPrefixEquals: prefix)
        return RoutingRule(condition: prefix == nil && code == nil ? nil : condition, redirect: redirect)
    }

    @Test(arguments: [
        ("/", "index.html"), ("/docs/", "docs/index.html"), ("/docs", "docs"), ("/a%20b%2Fc", "a b/c"),
        ("//", "/index.html"), ("/%2F", "/index.html"), ("/a+b", "a+b"),
    ])
    func pathsMeanObjects(_ path: String, _ key: String) throws {
        #expect(routing().start(try visit(path)) == .object(key))
    }

    @Test func whatDoesNotDecodeIsNoVisit() {
        #expect(WebsiteVisit(path: "/%zz", host: "h", isSecure: false) == nil)
        #expect(WebsiteVisit(path: "", host: "h", isSecure: false) == nil)
    }

    @Test func everythingLeadsElsewhere() throws {
        let all = WebsiteRouting(
            WebsiteConfiguration(
                redirectAllRequestsTo: RedirectAllRequestsTo(hostName: "example.com", protocol: .https)))
        #expect(
            all.start(try visit("/a%20b", query: "c=d"))
                == .redirect(WebsiteRedirect(status: 301, location: "https://example.com/a%20b?c=d")))
        let same = WebsiteRouting(
            WebsiteConfiguration(redirectAllRequestsTo: RedirectAllRequestsTo(hostName: "example.com")))
        #expect(
            same.start(try visit("/", isSecure: true))
                == .redirect(WebsiteRedirect(status: 301, location: "https://example.com/")))
    }

    @Test func aFolderWithoutItsSlash() throws {
        let folder = try #require(routing().folder(visit("/a%20b/docs", base: "/_aws/s3-website/b")))
        #expect(folder.index == "a b/docs/index.html")
        #expect(folder.redirect == WebsiteRedirect(status: 302, location: "/_aws/s3-website/b/a%20b/docs/"))
        #expect(try routing().folder(visit("/docs/")) == nil)
        #expect(try routing().folder(visit("/")) == nil)
        #expect(try routing().folder(visit("//evil.test"))?.redirect.location == "/%2Fevil.test/")
    }

    @Test func rulesBeforeTheLookup() throws {
        let routing = routing(
            rule(code: "404", Redirect(replaceKeyWith: "lost.html")),
            rule(prefix: "old/", Redirect(replaceKeyPrefixWith: "new/")),
            rule(prefix: "old", Redirect(replaceKeyWith: "/page.html")),
            rule(prefix: "away/", Redirect(hostName: "example.com", httpRedirectCode: "302", protocol: .https)))
        func location(_ path: String, base: String = "") throws -> String? {
            guard case .redirect(let redirect) = routing.start(try visit(path, base: base)) else { return nil }
            return "\(redirect.status) \(redirect.location)"
        }
        #expect(try location("/old/a%20b.html") == "301 http://site.test:80/new/a%20b.html")
        #expect(try location("/older") == "301 http://site.test:80/page.html")
        #expect(try location("/away/x?y") == "302 https://example.com/away/x%3Fy")
        #expect(try location("/away/x", base: "/base") == "302 https://example.com/away/x")
        #expect(try location("/old/a", base: "/base") == "301 http://site.test:80/base/new/a")
        #expect(try location("/other") == nil)
        let without = self.routing(rule(Redirect(hostName: "example.com", httpRedirectCode: "308")))
        #expect(
            without.start(try visit("/page.html"))
                == .redirect(WebsiteRedirect(status: 308, location: "http://example.com/page.html")))
    }

    @Test func rulesAfterAnError() throws {
        let routing = routing(
            rule(prefix: "no", code: "404", Redirect(httpRedirectCode: "307", replaceKeyWith: "error.html")),
            rule(code: "404", Redirect(replaceKeyPrefixWith: "#!/")),
            rule(code: "403", Redirect(hostName: "api.test", replaceKeyPrefixWith: "resize?key=")),
            error: "404.html")
        #expect(
            routing.redirect(afterError: 404, try visit("/none"))
                == WebsiteRedirect(status: 307, location: "http://site.test:80/error.html"))
        #expect(
            routing.redirect(afterError: 404, try visit("/a/b"))?.location == "http://site.test:80/#!/a/b")
        #expect(
            routing.redirect(afterError: 403, try visit("/a"))?.location == "http://api.test/resize?key=a")
        #expect(routing.redirect(afterError: 500, try visit("/a")) == nil)
        #expect(routing.errorDocument(for: 404) == "404.html")
        #expect(routing.errorDocument(for: 403) == "404.html")
        #expect(routing.errorDocument(for: 503) == nil)
        #expect(self.routing().errorDocument(for: 404) == nil)
    }

    @Test func noAddressHasALineEnd() throws {
        let routing = routing(rule(Redirect(replaceKeyWith: "a\r\nb \u{D55C}")))
        #expect(
            routing.start(try visit("/"))
                == .redirect(
                    WebsiteRedirect(status: 301, location: "http://site.test:80/a%0D%0Ab%20%ED%95%9C")))
        let moved = try visit("/", base: "/base")
        #expect(moved.location(ofMoved: "/page.html") == "/base/page.html")
        #expect(moved.location(ofMoved: "https://example.com/a?b=c#d") == "https://example.com/a?b=c#d")
    }
}

@Suite struct WebsiteErrorPageTests {
    private let missing = ServiceError(
        "NoSuchKey", "The specified key does not exist.", status: 404, members: [("Key", "a<b>&\"'.html")])

    @Test func aPage() {
        let page = WebsiteErrorPage(missing, requestID: "REQ", hostID: "HOST")
        #expect(
            String(decoding: page.body, as: UTF8.self)
                == "<html>\n<head><title>404 Not Found</title></head>\n<body>\n<h1>404 Not Found</h1>\n<ul>\n"
                + "<li>Code: NoSuchKey</li>\n<li>Message: The specified key does not exist.</li>\n"
                + "<li>Key: a&lt;b&gt;&amp;&quot;&#39;.html</li>\n<li>RequestId: REQ</li>\n<li>HostId: HOST</li>\n"
                + "</ul>\n<hr/>\n</body>\n</html>\n")
        #expect(page.headers.first("content-type") == "text/html; charset=utf-8")
        #expect(page.headers.first("x-amz-error-code") == "NoSuchKey")
        #expect(page.headers.first("x-amz-error-message") == "The specified key does not exist.")
        #expect(page.headers.first("x-amz-error-detail-key") == "a<b>&\"'.html")
    }

    @Test func whyTheDocumentIsNotShown() {
        let document = ServiceError(
            "NoSuchKey", "The specified key does not exist.", status: 404, members: [("Key", "error.html")])
        let page = WebsiteErrorPage(missing, requestID: "REQ", hostID: "HOST", documentError: document)
        #expect(
            String(decoding: page.body, as: UTF8.self).hasSuffix(
                "<li>HostId: HOST</li>\n</ul>\n"
                    + "<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n<ul>\n"
                    + "<li>Code: NoSuchKey</li>\n<li>Message: The specified key does not exist.</li>\n"
                    + "<li>Key: error.html</li>\n</ul>\n<hr/>\n</body>\n</html>\n"))
    }

    @Test func headersHoldWhatTheyCan() {
        let error = ServiceError("NoSuchKey", "No.", status: 404, members: [("Key", "a\r\nSet-Cookie: b")])
        let page = WebsiteErrorPage(error, requestID: "", hostID: "")
        #expect(!page.headers.contains("x-amz-error-detail-key"))
        #expect(page.headers.first("x-amz-error-message") == "No.")
    }
}
