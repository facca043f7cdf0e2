import Crypto
import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

@Suite struct AuthorizeTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    @Test func aCodeComesBackWithTheState() async throws {
        let story = try await HostedStory(directory)
        try await story.makeAnn()
        let browser = Browser(directory)
        let answer = try await story.signIn(browser)
        #expect(answer.status == 302)
        #expect(answer.location.hasPrefix(HostedStory.callback + "?code="))
        #expect(answer.parameters["state"] == "s&1")
        #expect(Set(answer.parameters.keys) == ["code", "state"])
        #expect(answer.headers.first("cache-control")?.contains("no-store") == true)
    }

    @Test(arguments: [
        "https://app.example/callbac", "https://app.example/callback/", "https://app.example/Callback",
        "https://app.example/callback?x", "http://app.example/callback", "https://app.example.evil/callback",
        "https://app.example/%63allback", "https://app.example/callback#", "javascript:alert(1)",
    ])
    func anAddressOffByOneCharacterIsNeverGoneTo(_ address: String) async throws {
        let story = try await HostedStory(directory)
        for path in ["/oauth2/authorize", "/login", "/signup", "/confirm", "/forgotPassword"] {
            let browser = Browser(directory)
            let answer = try await browser.send(
                "GET", browser.base + path + "?" + Browser.encode(story.query(["redirect_uri": address])))
            #expect(answer.status == 302)
            #expect(
                answer.location
                    == "/_hanok/auth/books/error?error=redirect_mismatch&client_id=\(story.client)")
        }
    }

    @Test func unknownClientsAndClientsOfOtherPoolsStayHere() async throws {
        let story = try await HostedStory(directory)
        let other = try await directory.makeClient(try await directory.makePool())
        for id in ["nobody", other, String(repeating: "x", count: 5000)] {
            let browser = Browser(directory)
            let answer = try await browser.get("/oauth2/authorize", story.query(["client_id": id]))
            #expect(answer.status == 400)
            #expect(answer.text.contains("invalid_client"))
        }
        let browser = Browser(directory)
        let twice = Browser.encode(story.query()) + "&redirect_uri=https%3A%2F%2Fevil.example"
        let answer = try await browser.send("GET", browser.base + "/oauth2/authorize?" + twice)
        #expect(answer.location.hasPrefix("/_hanok/auth/books/error?error=invalid_request"))
    }

    @Test func otherErrorsGoToTheApplication() async throws {
        let story = try await HostedStory(directory, client: ["AllowedOAuthFlows": ["code"]])
        let cases: [([String: String], String)] = [
            (["response_type": ""], "invalid_request"),
            (["response_type": "id_token"], "unsupported_response_type"),
            (["scope": "openid phone"], "invalid_scope"), (["scope": "unknown/scope"], "invalid_scope"),
            (["code_challenge": HostedStory.challenge], "invalid_request"),
            (["code_challenge": HostedStory.challenge, "code_challenge_method": "plain"], "invalid_request"),
            (["code_challenge": "short", "code_challenge_method": "S256"], "invalid_request"),
            (["code_challenge_method": "S256"], "invalid_request"), (["prompt": "none login"], "invalid_request"),
            (["prompt": "none"], "login_required"), (["identity_provider": "Nobody"], "invalid_request"),
        ]
        for (change, error) in cases {
            let answer = try await Browser(directory).get("/oauth2/authorize", story.query(change))
            #expect(answer.location.hasPrefix(HostedStory.callback + "?"), "\(change)")
            #expect(answer.parameters["error"] == error, "\(change)")
            #expect(answer.parameters["state"] == "s&1")
        }
        let implicit = try await Browser(directory).get(
            "/oauth2/authorize", story.query(["response_type": "token"]))
        #expect(implicit.location.hasPrefix(HostedStory.callback + "#"))
        #expect(implicit.parameters["error"] == "unauthorized_client")
    }

    @Test func clientsWithoutTheSwitchAuthorizeNothing() async throws {
        let story = try await HostedStory(directory, client: ["AllowedOAuthFlowsUserPoolClient": false])
        let answer = try await Browser(directory).get("/oauth2/authorize", story.query())
        #expect(answer.parameters["error"] == "unauthorized_client")
    }

    @Test func aFormMayAskToo() async throws {
        let story = try await HostedStory(directory)
        let browser = Browser(directory)
        let answer = try await browser.send(
            "POST", browser.base + "/oauth2/authorize", form: story.query(["scope": "phone"]))
        #expect(answer.status == 303)
        let told = try await browser.send("GET", answer.location)
        #expect(told.parameters["error"] == "invalid_scope")
        #expect(told.parameters["state"] == "s&1")
    }

    @Test func tokensComeInTheFragmentWithoutARefreshToken() async throws {
        let story = try await HostedStory(directory)
        try await story.makeAnn()
        let answer = try await story.signIn(
            Browser(directory), ["response_type": "token", "nonce": "n-1", "scope": "openid email"])
        #expect(answer.location.hasPrefix(HostedStory.callback + "#"))
        #expect(
            Set(answer.parameters.keys) == ["id_token", "access_token", "expires_in", "token_type", "state"])
        let access = try #require(answer.parameters["access_token"])
        let identity = try Tokens.payload(try #require(answer.parameters["id_token"]))
        #expect(identity["nonce"]?.string == "n-1")
        #expect(identity["at_hash"]?.string == Base64URL.encode(SHA256.hash(data: Data(access.utf8)).prefix(16)))
        #expect(identity["email"]?.string == "ann@example.com")
        #expect(identity["email_verified"]?.bool == true)
        #expect(identity["name"] == nil)
        let claims = try Tokens.payload(access)
        #expect(claims["scope"]?.string == "openid email")
        #expect(claims["version"]?.int == 2)
        #expect(claims["username"]?.string == "ann")
    }

    @Test func withoutOpenIDThereIsNoIdentityToken() async throws {
        let story = try await HostedStory(directory)
        try await story.makeAnn()
        let answer = try await story.signIn(Browser(directory), ["response_type": "token", "scope": "email"])
        #expect(answer.parameters["id_token"] == nil)
        #expect(answer.parameters["access_token"] != nil)
    }

    @Test func theSessionServesTheNextApplicationToo() async throws {
        let story = try await HostedStory(directory)
        try await story.makeAnn()
        let (other, _) = try await story.makeClient()
        let browser = Browser(directory)
        _ = try await story.signIn(browser)
        directory.clock.advance(bySeconds: 100)
        let first = try await browser.get(
            "/oauth2/authorize", story.query(["client_id": other, "response_type": "token"]))
        let identity = try Tokens.payload(try #require(first.parameters["id_token"]))
        #expect((identity["iat"]?.int ?? 0) - (identity["auth_time"]?.int ?? 0) == 100)
        for change in [["prompt": "login"], ["prompt": "select_account"], ["max_age": "60"]] {
            let again = try await browser.get("/oauth2/authorize", story.query(change))
            #expect(again.status == 200)
            #expect(again.field("password") != nil)
        }
        let silent = try await browser.get("/oauth2/authorize", story.query(["prompt": "none"]))
        #expect(silent.parameters["code"] != nil)
        directory.clock.advance(bySeconds: 3500)
        let late = try await browser.get("/oauth2/authorize", story.query(["prompt": "none"]))
        #expect(late.parameters["error"] == "login_required")
    }

    @Test(arguments: ["AdminUserGlobalSignOut", "AdminDisableUser", "AdminDeleteUser", "password"])
    func theSessionEndsWith(_ operation: String) async throws {
        let story = try await HostedStory(directory)
        try await story.makeAnn()
        let browser = Browser(directory)
        let code = try await story.code(browser)
        let user: JSONValue = ["UserPoolId": .string(story.pool), "Username": "ann"]
        if operation == "password" {
            try await directory.call(
                "AdminSetUserPassword", user.merging(["Password": "Another-horse-8", "Permanent": true]))
        } else {
            try await directory.call(operation, user)
        }
        let answer = try await browser.get("/oauth2/authorize", story.query(["prompt": "none"]))
        #expect(answer.parameters["error"] == "login_required")
        // A code not exchanged yet is worth nothing either.
        #expect(try await story.exchange(browser, code).json.text("error") == "invalid_grant")
    }

    @Test func sessionsAreSealedAndOfOneDomain() async throws {
        let story = try await HostedStory(directory)
        try await story.makeAnn()
        let browser = Browser(directory)
        _ = try await story.signIn(browser)
        let session = try #require(browser.cookies["cognito"])
        for value in ["", "x", String(session.dropLast(2)) + "AA", session + "A"] {
            let forger = Browser(directory)
            forger.setCookie("cognito", value)
            let answer = try await forger.get("/oauth2/authorize", story.query(["prompt": "none"]))
            #expect(answer.parameters["error"] == "login_required")
        }
        let header = try await Browser(directory).get("/login", story.query()).headers.first("set-cookie") ?? ""
        #expect(header.contains("Path=/_hanok/auth/books; HttpOnly; SameSite=Lax"))
    }

    @Test func leavingEndsTheSessionAndLeadsNowhereElse() async throws {
        let story = try await HostedStory(directory)
        try await story.makeAnn()
        let browser = Browser(directory)
        _ = try await story.signIn(browser)
        for query in [
            ["logout_uri": "https://evil.example/"], ["logout_uri": "https://app.example/bye/"],
            ["redirect_uri": "https://evil.example/", "response_type": "code"],
        ] {
            let answer = try await browser.get("/logout", query.merging(["client_id": story.client]) { $1 })
            #expect(answer.status == 400)
            #expect(answer.text.contains("redirect_mismatch"))
        }
        #expect(browser.cookies["cognito"] != nil)
        let bye = try await browser.get(
            "/logout", ["client_id": story.client, "logout_uri": "https://app.example/bye"])
        #expect(bye.location == "https://app.example/bye")
        #expect(browser.cookies["cognito"] == nil)
        let form = try await browser.get("/logout", story.query())
        #expect(form.field("password") != nil)
        #expect(try await browser.get("/logout", ["client_id": story.client]).text.contains("signed out"))
    }

    @Test func discoveryNamesTheEndpointsOnceThereIsADomain() async throws {
        let pool = try await directory.makePool()
        let browser = Browser(directory)
        let before = try await browser.send("GET", "/\(pool)/.well-known/openid-configuration").json
        #expect(before["token_endpoint"] == nil)
        try await directory.call("CreateUserPoolDomain", ["UserPoolId": .string(pool), "Domain": "books"])
        let document = try await browser.send("GET", "/\(pool)/.well-known/openid-configuration").json
        let base = "http://localhost:4566/_hanok/auth/books"
        #expect(document.text("authorization_endpoint") == base + "/oauth2/authorize")
        #expect(document.text("token_endpoint") == base + "/oauth2/token")
        #expect(document.text("userinfo_endpoint") == base + "/oauth2/userInfo")
        #expect(document.text("revocation_endpoint") == base + "/oauth2/revoke")
        #expect(document.text("end_session_endpoint") == base + "/logout")
        #expect(document.text("issuer") == "http://localhost:4566/\(pool)")
        try await directory.call("DeleteUserPoolDomain", ["UserPoolId": .string(pool), "Domain": "books"])
        #expect(
            try await browser.send("GET", base.replacing("http://localhost:4566", with: "") + "/login").status == 404)
    }
}
