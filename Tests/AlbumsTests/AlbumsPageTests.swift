import Albums
import Design
import FoundationEssentials
import ServiceKit
import Testing
import Wire

@Suite("The page of albums")
struct AlbumsPageTests {
    private static let settings = AlbumsSettings(
        region: "us-east-1", identityPoolID: "us-east-1:pool", bucket: "photos")
    private static let start = Date(timeIntervalSince1970: 1_700_000_000)

    private func page(_ settings: AlbumsSettings?) -> Albums { Albums(secret: [1, 2, 3]) { settings } }

    private func get(
        _ page: Albums, path: String = Albums.path, cookie: String? = nil, address: String = "192.0.2.7",
        language: String = "en", time: Date = start
    ) async throws -> PageReply {
        var headers = HeaderFields([("Host", "localhost:4566"), ("Accept-Language", language)])
        if let cookie { headers.add("Cookie", cookie) }
        return try #require(
            try await page.page(
                PageRequest(
                    method: "GET", path: path, rawQuery: "", headers: headers, address: address, host: "localhost",
                    isSecure: false, time: time)))
    }

    private func post(
        _ page: Albums, _ form: String, address: String = "192.0.2.7", time: Date = start
    ) async throws -> PageReply {
        try #require(
            try await page.page(
                PageRequest(
                    method: "POST", path: Albums.path, rawQuery: "",
                    headers: HeaderFields([("Content-Type", "application/x-www-form-urlencoded")]), address: address,
                    host: "localhost", isSecure: true, time: time, body: Array(form.utf8))))
    }

    private func text(_ reply: PageReply) -> String { String(decoding: reply.body, as: UTF8.self) }

    @Test func itCarriesItsSettings() async throws {
        let reply = try await get(page(Self.settings))
        #expect(reply.status == 200)
        #expect(text(reply).contains("\"identityPool\":\"us-east-1:pool\""))
        #expect(text(reply).contains("albums.js"))
    }

    @Test(arguments: [("en", "There are no albums yet"), ("ko", "아직 앨범이 없습니다")])
    func withoutSettingsItSaysHowToMakeThem(_ language: String, _ title: String) async throws {
        let reply = try await get(page(nil), language: language)
        #expect(reply.status == 404)
        #expect(text(reply).contains(title))
    }

    @Test(arguments: [
        ("192.0.2.7", true), ("192.0.2.200", true), ("192.0.3.1", false), ("2001:db8::5", true), ("2001:db9::5", false),
        ("::ffff:192.0.2.9", true), ("nonsense", false),
    ])
    func itIsForCertainNetworks(_ address: String, _ isAdmitted: Bool) async throws {
        var settings = Self.settings
        settings.networks = ["192.0.2.0/24", "2001:db8::/32"]
        let reply = try await get(page(settings), address: address)
        #expect(reply.status == (isAdmitted ? 200 : 403))
        #expect(text(reply).contains("us-east-1:pool") == isAdmitted)
    }

    @Test func nothingIsToldBeforeThePassword() async throws {
        var settings = Self.settings
        settings.password = "열려라 참깨"
        let page = page(settings)
        let closed = try await get(page)
        #expect(!text(closed).contains("us-east-1:pool"))
        #expect(text(closed).contains("type=\"password\""))
        let wrong = try await post(page, "password=sesame")
        #expect(wrong.status == 403)
        #expect(wrong.headers.first("set-cookie") == nil)
        let opened = try await post(page, "password=%EC%97%B4%EB%A0%A4%EB%9D%BC+%EC%B0%B8%EA%B9%A8")
        #expect(opened.status == 303)
        let cookie = try #require(opened.headers.first("set-cookie"))
        for word in ["Path=/_hanok/albums;", "HttpOnly", "SameSite=Lax", "Secure"] { #expect(cookie.contains(word)) }
        let pass = String(cookie.prefix { $0 != ";" })
        #expect(text(try await get(page, cookie: "a=b; \(pass); c=d")).contains("us-east-1:pool"))
        let later = Self.start.addingTimeInterval(12 * 3600 + 1)
        #expect(!text(try await get(page, cookie: pass, time: later)).contains("us-east-1:pool"))
        let forged = pass.replacing("=1", with: "=9")
        #expect(!text(try await get(page, cookie: forged)).contains("us-east-1:pool"))
        settings.password = "another"
        #expect(!text(try await get(self.page(settings), cookie: pass)).contains("us-east-1:pool"))
    }

    @Test func passwordsAreNotTriedForLong() async throws {
        var settings = Self.settings
        settings.password = "secret"
        let page = page(settings)
        for _ in 0..<10 { #expect(try await post(page, "password=x").status == 403) }
        #expect(try await post(page, "password=secret").status == 429)
        #expect(try await post(page, "password=secret", address: "192.0.2.8").status == 303)
        let later = Self.start.addingTimeInterval(7)
        #expect(try await post(page, "password=secret", time: later).status == 303)
    }

    @Test func thePageIsLockedAgain() async throws {
        var settings = Self.settings
        settings.password = "secret"
        let reply = try await post(page(settings), "leave=yes")
        #expect(reply.headers.first("set-cookie")?.contains("hanok-albums=; ") == true)
        #expect(reply.headers.first("set-cookie")?.contains("Max-Age=0") == true)
    }

    @Test func otherOriginsAreInThePolicyIfTheyAreNeeded() async throws {
        var settings = Self.settings
        settings.endpoint = "https://storage.example:8443"
        settings.signIn = AlbumsSettings.SignIn(
            provider: "cognito-idp.us-east-1.amazonaws.com/us-east-1_a", domain: "https://login.example/base",
            clientID: "client")
        let policy = try #require(try await get(page(settings)).headers.first("content-security-policy"))
        #expect(policy.contains("connect-src 'self' https://storage.example:8443 https://login.example;"))
        #expect(policy.contains("img-src 'self' blob: https://storage.example:8443 data:"))
    }

    /// A module that the set has not would be missed when the page is open already.
    @Test func modulesFindWhatTheyImport() {
        let names = Set(Albums.library.assets.map(\.name))
        for asset in Albums.library.assets where asset.name.hasSuffix(".js") {
            for line in String(decoding: asset.bytes, as: UTF8.self).split(separator: "\n") {
                guard let start = line.firstRange(of: "from \"./") else { continue }
                let name = String(line[start.upperBound...].prefix { $0 != "\"" })
                #expect(names.contains(name), "\(asset.name) imports \(name)")
            }
        }
    }

    @Test func theNameWithoutTheSlashIsThePage() async throws {
        let reply = try await get(page(Self.settings), path: Albums.path + "/")
        #expect(reply.headers.first("location") == Albums.path)
        #expect(
            try await page(Self.settings).page(
                .init(
                    method: "GET", path: "/_hanok/albumsx", rawQuery: "", headers: HeaderFields(), address: "",
                    host: "",
                    isSecure: false, time: Self.start)) == nil)
    }
}
