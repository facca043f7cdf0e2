import Design
import FoundationEssentials
import ServiceKit
import Testing
import Wire

@Suite("Pages of ours")
struct PageTests {
    private let library = AssetLibrary("things", Design.look + [Asset("start.js", Array("1;\n".utf8))])

    private func policy(_ policy: PagePolicy = PagePolicy(), host: String) -> [String: String] {
        let text = policy.text(for: .reading("/_hanok/x", headers(host)))
        return Dictionary(
            uniqueKeysWithValues: text.split(separator: ";").map { part in
                let words = part.split(separator: " ", maxSplits: 1).map(String.init)
                return (words[0], words.count > 1 ? words[1] : "")
            })
    }

    private func headers(_ host: String) -> [HeaderFields.Field] { [("Host", host)] }

    @Test func scriptsAndStylesComeFromOurFolderAlone() {
        let folder = "http://localhost:4566/_hanok/assets/ https://localhost:4566/_hanok/assets/"
        let policy = policy(host: "localhost:4566")
        #expect(policy["default-src"] == "'none'")
        #expect(policy["script-src"] == folder)
        #expect(policy["style-src"] == folder)
        #expect(policy["connect-src"] == "'self'")
        #expect(policy["img-src"] == "'self' blob: data:")
        #expect(policy["frame-ancestors"] == "'none'")
        #expect(policy["base-uri"] == "'none'")
        #expect(policy["form-action"] == "'self'")
    }

    @Test func whatAPageNeedsIsAdded() {
        let policy = policy(
            PagePolicy(media: ["https://s3.example"], connections: ["https://s3.example", "https://login.example"]),
            host: "localhost")
        #expect(policy["img-src"] == "'self' blob: https://s3.example data:")
        #expect(policy["connect-src"] == "'self' https://s3.example https://login.example")
    }

    /// A host that a policy cannot carry, and one that would end it.
    @Test(arguments: ["[::1]:4566", "a; script-src *", "a b", ""])
    func noHostBreaksThePolicy(_ host: String) {
        #expect(policy(host: host)["script-src"] == "'self'")
        #expect(policy(host: host).count == 9)
    }

    @Test func dataCannotEndItsElement() throws {
        let hostile = "</script><script>alert(1)</script><!--"
        let page = PageDocument(
            library, title: "<b>&", language: .english, script: "start.js", data: ["name": .string(hostile)])
        let reply = page.reply(to: .reading("/_hanok/x", headers("localhost")))
        let text = String(decoding: reply.body, as: UTF8.self)
        #expect(!text.contains(hostile))
        #expect(text.contains("<title>&lt;b&gt;&amp;</title>"))
        let start = try #require(text.firstRange(of: "id=\"data\">"))
        let data = try JSONValue(parsing: String(text[start.upperBound...].prefix { $0 != "<" }))
        #expect(data["name"]?.string == hostile)
    }

    @Test func everyPageIsGuarded() {
        let page = PageDocument(library, title: "x", language: .korean, content: "<h1>x</h1>")
        let reply = page.reply(to: .reading("/_hanok/x", headers("localhost")), status: 403)
        #expect(reply.status == 403)
        #expect(reply.headers.first("x-frame-options") == "DENY")
        #expect(reply.headers.first("referrer-policy") == "no-referrer")
        #expect(reply.headers.first("cache-control") == "no-store")
        #expect(reply.headers.first("cross-origin-opener-policy") == "same-origin")
        #expect(String(decoding: reply.body, as: UTF8.self).contains("<html lang=\"ko\">"))
    }

    @Test(arguments: [
        ("", "", PageLanguage.english), ("lang=ko", "en", .korean), ("lang=fr", "ko-KR,en;q=0.5", .korean),
        ("", "fr, en;q=0.4, ko;q=0.9", .korean), ("", "de", .english), ("lang=EN-us", "ko", .english),
    ])
    func theLanguageIsChosen(_ query: String, _ accepted: String, _ language: PageLanguage) {
        #expect(PageLanguage(of: .reading("/", "GET", [("Accept-Language", accepted)], query: query)) == language)
    }

    @Test(arguments: [
        ("text/html,application/xhtml+xml", true), ("application/json, text/html;q=0.5", true), ("*/*", false),
        ("application/json", false), ("", false),
    ])
    func browsersAreTold(_ accept: String, _ wants: Bool) {
        #expect(PageRequest.reading("/", "GET", [("Accept", accept)]).wantsDocument == wants)
    }
}

extension PageRequest {
    fileprivate static func reading(_ path: String, _ headers: [HeaderFields.Field]) -> PageRequest {
        reading(path, "GET", headers)
    }
}
