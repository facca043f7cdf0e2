import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

@Suite struct TokenEndpointTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private func story(_ client: JSONValue = [:]) async throws -> HostedStory {
        let story = try await HostedStory(directory, client: client)
        try await story.makeAnn()
        return story
    }

    private func error(_ answer: Browser.Answer) -> String {
        "\(answer.status) \(answer.json.text("error") ?? answer.text)"
    }

    @Test func aCodeGivesThreeTokensOnce() async throws {
        let story = try await story()
        let browser = Browser(directory)
        let code = try await story.code(browser, ["nonce": "n-1"])
        let answer = try await story.exchange(browser, code)
        #expect(answer.status == 200)
        #expect(answer.headers.first("access-control-allow-origin") == "*")
        #expect(answer.headers.first("cache-control")?.contains("no-store") == true)
        #expect(answer.json["expires_in"]?.int == 3600)
        #expect(answer.json.text("token_type") == "Bearer")
        let access = try #require(answer.json.text("access_token"))
        let refresh = try #require(answer.json.text("refresh_token"))
        let identity = try Tokens.payload(try #require(answer.json.text("id_token")))
        #expect(identity["nonce"]?.string == "n-1")
        #expect(try Tokens.payload(access)["scope"]?.string == "openid email profile")
        #expect(try await browser.post("/oauth2/userInfo", [:], bearer: access).status == 200)

        // A second use is a theft: what the first gave ends.
        #expect(error(try await story.exchange(browser, code)) == "400 invalid_grant")
        #expect(error(try await browser.post("/oauth2/userInfo", [:], bearer: access)) == "401 invalid_token")
        let form = ["grant_type": "refresh_token", "client_id": story.client, "refresh_token": refresh]
        #expect(error(try await browser.post("/oauth2/token", form)) == "400 invalid_grant")
    }

    @Test func codesLiveFiveMinutes() async throws {
        let story = try await story()
        let browser = Browser(directory)
        let code = try await story.code(browser)
        let late = try await story.code(browser)
        directory.clock.advance(bySeconds: 299)
        #expect(try await story.exchange(browser, code).status == 200)
        directory.clock.advance(bySeconds: 1)
        #expect(error(try await story.exchange(browser, late)) == "400 invalid_grant")
    }

    @Test func codesAreOfOneClientAndOneAddress() async throws {
        let story = try await story()
        let (other, _) = try await story.makeClient()
        let browser = Browser(directory)
        let code = try await story.code(browser)
        for (change, expected) in [
            (["client_id": other], "400 invalid_grant"),
            (["redirect_uri": HostedStory.callback + "/"], "400 invalid_grant"),
            (["redirect_uri": ""], "400 invalid_request"), (["code": ""], "400 invalid_request"),
            (["code": code + "0"], "400 invalid_grant"), (["code_verifier": HostedStory.verifier], "400 invalid_grant"),
            (["grant_type": "password"], "400 unsupported_grant_type"), (["grant_type": ""], "400 invalid_request"),
            (["client_id": ""], "400 invalid_request"), (["client_id": "nobody"], "400 invalid_client"),
        ] {
            #expect(error(try await story.exchange(browser, code, change)) == expected, "\(change)")
        }
        // None of that used it up.
        #expect(try await story.exchange(browser, code).status == 200)
    }

    @Test func proofKeysAreProven() async throws {
        let story = try await story()
        let browser = Browser(directory)
        let proof = ["code_challenge": HostedStory.challenge, "code_challenge_method": "S256"]
        let code = try await story.code(browser, proof)
        for verifier in [
            "", "short", HostedStory.verifier.uppercased(), HostedStory.verifier + "A", HostedStory.challenge,
        ] {
            #expect(
                error(try await story.exchange(browser, code, ["code_verifier": verifier])) == "400 invalid_grant")
        }
        #expect(try await story.exchange(browser, code, ["code_verifier": HostedStory.verifier]).status == 200)
    }

    @Test func clientsWithASecretShowIt() async throws {
        let story = try await story(["GenerateSecret": true])
        let secret = try #require(story.secret)
        let browser = Browser(directory)
        let code = try await story.code(browser)
        #expect(error(try await story.exchange(browser, code)) == "400 invalid_client")
        let form = [
            "grant_type": "authorization_code", "code": code, "redirect_uri": HostedStory.callback,
        ]
        for wrong in ["", "x", secret + "x", String(secret.dropLast())] {
            #expect(
                error(try await story.exchange(browser, code, ["client_secret": wrong])) == "400 invalid_client")
            let answer = try await browser.post("/oauth2/token", form, basic: (story.client, wrong))
            #expect(error(answer) == "400 invalid_client")
        }
        let both = form.merging(["client_secret": secret]) { $1 }
        #expect(
            error(try await browser.post("/oauth2/token", both, basic: (story.client, secret)))
                == "400 invalid_request")
        #expect(try await browser.post("/oauth2/token", form, basic: (story.client, secret)).status == 200)
        let second = try await story.code(browser)
        #expect(try await story.exchange(browser, second, ["client_secret": secret]).status == 200)
    }

    @Test func clientsWithoutASecretMayNotClaimOne() async throws {
        let story = try await story()
        let browser = Browser(directory)
        let code = try await story.code(browser)
        #expect(
            error(try await story.exchange(browser, code, ["client_secret": "made-up"])) == "400 invalid_client")
    }

    @Test func refreshingKeepsTheScopes() async throws {
        let story = try await story()
        let browser = Browser(directory)
        let code = try await story.code(browser, ["scope": "openid email"])
        let first = try await story.exchange(browser, code).json
        let refresh = try #require(first.text("refresh_token"))
        directory.clock.advance(bySeconds: 60)
        let form = ["grant_type": "refresh_token", "client_id": story.client, "refresh_token": refresh]
        let renewed = try await browser.post("/oauth2/token", form)
        #expect(renewed.json.text("refresh_token") == nil)
        let access = try Tokens.payload(try #require(renewed.json.text("access_token")))
        #expect(access["scope"]?.string == "openid email")
        let identity = try Tokens.payload(try #require(renewed.json.text("id_token")))
        #expect(identity["name"] == nil)
        #expect((identity["iat"]?.int ?? 0) - (identity["auth_time"]?.int ?? 0) == 60)

        let (other, _) = try await story.makeClient()
        for change in [["client_id": other], ["refresh_token": refresh + "A"], ["refresh_token": "x"]] {
            #expect(
                error(try await browser.post("/oauth2/token", form.merging(change) { $1 })) == "400 invalid_grant")
        }
        let revoke = ["client_id": story.client, "token": refresh]
        #expect(
            error(try await browser.post("/oauth2/revoke", revoke.merging(["client_id": other]) { $1 }))
                == "400 unauthorized_client")
        #expect(try await browser.post("/oauth2/revoke", revoke).status == 200)
        #expect(try await browser.post("/oauth2/revoke", revoke).status == 200)
        #expect(error(try await browser.post("/oauth2/token", form)) == "400 invalid_grant")
        let identityToken = ["client_id": story.client, "token": try #require(first.text("id_token"))]
        #expect(error(try await browser.post("/oauth2/revoke", identityToken)) == "400 unsupported_token_type")
    }

    @Test func userInfoIsForTokensWithOpenID() async throws {
        let story = try await story()
        let browser = Browser(directory)
        let code = try await story.code(browser, ["scope": "openid email"])
        let tokens = try await story.exchange(browser, code).json
        let access = try #require(tokens.text("access_token"))
        let info = try await browser.post("/oauth2/userInfo", [:], bearer: access).json
        #expect(info.text("email") == "ann@example.com")
        #expect(info.text("email_verified") == "true")
        #expect(info.text("username") == "ann")
        #expect(info["name"] == nil)
        #expect(info.text("sub") == (try Tokens.payload(access)["sub"]?.string))

        let byAPI = try await directory.signIn(story.client)
        let refused = try await browser.post("/oauth2/userInfo", [:], bearer: byAPI.access)
        #expect(error(refused) == "403 insufficient_scope")
        #expect(refused.headers.first("www-authenticate")?.contains("insufficient_scope") == true)
        let otherPool = try await directory.makePool()
        try await directory.makeUser(otherPool)
        let foreign = try await directory.signIn(try await directory.makeClient(otherPool))
        let pieces = access.split(separator: ".").map(String.init)
        let unsigned = Base64URL.encode(Array(#"{"alg":"none","kid":"x"}"#.utf8)) + ".\(pieces[1])."
        let unknownKey = Base64URL.encode(Array(#"{"alg":"RS256","kid":"x"}"#.utf8)) + ".\(pieces[1]).\(pieces[2])"
        for token in [tokens.text("id_token") ?? "", foreign.access, unsigned, unknownKey, "x", access + "A"] {
            #expect(
                error(try await browser.post("/oauth2/userInfo", [:], bearer: token)) == "401 invalid_token")
        }
        #expect(error(try await browser.post("/oauth2/userInfo", [:])) == "400 invalid_request")
        directory.clock.advance(bySeconds: 3600)
        #expect(error(try await browser.post("/oauth2/userInfo", [:], bearer: access)) == "401 invalid_token")
    }

    @Test func programsGetTokensOfTheirOwn() async throws {
        var story = try await HostedStory(directory)
        try await directory.call(
            "CreateResourceServer",
            [
                "UserPoolId": .string(story.pool), "Identifier": "api", "Name": "api",
                "Scopes": [
                    ["ScopeName": "read", "ScopeDescription": "r"], ["ScopeName": "write", "ScopeDescription": "w"],
                ],
            ])
        (story.client, story.secret) = try await story.makeClient([
            "GenerateSecret": true, "AllowedOAuthFlows": ["client_credentials"],
            "AllowedOAuthScopes": ["api/read", "api/write"],
        ])
        let browser = Browser(directory)
        let basic = (story.client, try #require(story.secret))
        let form = ["grant_type": "client_credentials"]
        let all = try await browser.post("/oauth2/token?grant_type=client_credentials", [:], basic: basic)
        #expect(
            try Tokens.payload(try #require(all.json.text("access_token")))["scope"]?.string == "api/read api/write")
        #expect(all.json["id_token"] == nil && all.json["refresh_token"] == nil)
        let one = try await browser.post("/oauth2/token", form.merging(["scope": "api/read"]) { $1 }, basic: basic)
        #expect(try Tokens.payload(try #require(one.json.text("access_token")))["scope"]?.string == "api/read")
        for scope in ["api/delete", "openid", "api/read api/delete"] {
            let answer = try await browser.post(
                "/oauth2/token", form.merging(["scope": scope]) { $1 }, basic: basic)
            #expect(error(answer) == "400 invalid_scope")
        }
        #expect(error(try await browser.post("/oauth2/token", form, basic: (basic.0, "x"))) == "400 invalid_client")
        let code = form.merging(["grant_type": "authorization_code", "code": "x", "redirect_uri": "y"]) { $1 }
        #expect(error(try await browser.post("/oauth2/token", code, basic: basic)) == "400 unauthorized_client")
        let (user, _) = try await story.makeClient()
        #expect(
            error(try await browser.post("/oauth2/token", form.merging(["client_id": user]) { $1 }))
                == "400 unauthorized_client")
    }

    @Test func browsersOfOtherOriginsMayAsk() async throws {
        _ = try await story()
        let browser = Browser(directory)
        let preflight = try await browser.send(
            "OPTIONS", browser.base + "/oauth2/token",
            headers: [
                ("Access-Control-Request-Headers", "authorization,content-type"), ("Origin", "https://a.example"),
            ])
        #expect(preflight.status == 204)
        #expect(preflight.headers.first("access-control-allow-origin") == "*")
        #expect(preflight.headers.first("access-control-allow-headers") == "authorization,content-type")
        #expect(try await browser.send("GET", browser.base + "/oauth2/token").status == 405)
        #expect(try await browser.get("/login").headers.first("access-control-allow-origin") == nil)
    }
}
