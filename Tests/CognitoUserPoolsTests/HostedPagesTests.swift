import CognitoUserPools
import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

@Suite struct HostedPagesTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private static let pages = ["/login", "/signup", "/confirm", "/forgotPassword", "/confirmForgotPassword"]

    @Test func formsOfOtherSitesDoNothing() async throws {
        let story = try await HostedStory(directory)
        try await story.makeAnn()
        let browser = Browser(directory)
        let page = try await browser.get("/login", story.query())
        let right = try #require(page.field("_csrf"))
        let stranger = try await Browser(directory).get("/login", story.query()).field("_csrf")
        for token in ["", "x", stranger ?? "", right + "A"] {
            let answer = try await browser.submit(
                page, ["_csrf": token, "username": "ann", "password": Directory.password])
            #expect(answer.status == 403)
            #expect(browser.cookies["cognito"] == nil)
        }
        let form = ["_csrf": "", "username": "eve", "password": Directory.password]
        #expect(try await browser.submit(page, to: "/signup", form).status == 403)
        #expect(
            try await directory.refusal("AdminGetUser", ["UserPoolId": .string(story.pool), "Username": "eve"])
                .hasPrefix("UserNotFoundException"))
        #expect(try await browser.submit(page, to: "/forgotPassword", form).status == 403)
        #expect(try await browser.submit(page, to: "/resendcode", form).status == 403)
        #expect(directory.mail.all.isEmpty)
        browser.forgetCookie("XSRF-TOKEN")
        let answer = try await browser.submit(page, ["username": "ann", "password": Directory.password])
        #expect(answer.status == 403)
        // The page that says so has a form that works.
        let again = try await browser.submit(answer, ["username": "ann", "password": Directory.password])
        #expect(again.parameters["code"] != nil)
    }

    @Test func nothingIsShownUnescaped() async throws {
        let evil = "\"'><script>alert(1)</script>&lt;"
        let callback = "https://app.example/?q=%3Cscript%3E"
        let story = try await HostedStory(
            directory, pool: ["PoolName": "pool"],
            client: ["ClientName": "shop", "CallbackURLs": [.string(callback)]])
        let browser = Browser(directory)
        var query = story.query(["redirect_uri": callback])
        for name in ["state", "nonce", "lang", "login_hint", "identity_provider", "notice", evil] { query[name] = evil }
        for path in Self.pages {
            let page = try await browser.get(path, query)
            #expect(page.status == 200)
            #expect(!page.text.contains("<script"), "\(path)")
            let answer = try await browser.submit(
                page, ["username": evil, "password": evil, "code": evil, "requiredAttributes[email]": evil])
            #expect(!answer.text.contains("<script"), "\(path)")
            #expect(!answer.text.contains("\"'>"), "\(path)")
        }
        for path in ["/error", "/signedout", "/logout", "/confirmUser", "/nowhere"] {
            let page = try await browser.get(
                path,
                [
                    "error": evil, "client_id": evil, "user_name": evil, "confirmation_code": evil, "lang": evil,
                    "error_description": evil,
                ])
            #expect(!page.text.contains("<script"), "\(path)")
        }
    }

    @Test func everyPageIsGuarded() async throws {
        let story = try await HostedStory(directory)
        for path in Self.pages + ["/error", "/signedout"] {
            let page = try await Browser(directory).get(path, story.query())
            let policy = page.headers.first("content-security-policy") ?? ""
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(page.headers.first("x-frame-options") == "DENY")
            #expect(page.headers.first("x-content-type-options") == "nosniff")
            #expect(page.headers.first("referrer-policy") == "no-referrer")
            #expect(page.headers.first("cache-control")?.contains("no-store") == true)
            #expect(!page.text.contains("style=") && !page.text.contains("<script") && !page.text.contains("onclick"))
        }
        // An application of a phone is reached by a scheme of its own.
        let callback = "shop.app+1:/signed-in"
        let (app, _) = try await story.makeClient(["CallbackURLs": [.string(callback)]])
        let login = try await Browser(directory).get(
            "/login", story.query(["client_id": app, "redirect_uri": callback]))
        let policy = login.headers.first("content-security-policy") ?? ""
        #expect(policy.contains("form-action 'self' https: http: shop.app+1:;"))
    }

    @Test func languageIsTheAddressOrTheBrowser() async throws {
        let story = try await HostedStory(directory)
        for (lang, accept, code) in [
            (nil, nil, "en"), (nil, "ko-KR,ko;q=0.9,en;q=0.8", "ko"), (nil, "fr,en;q=0.4,ko;q=0.7", "ko"),
            ("en", "ko", "en"), ("ko", "en", "ko"), ("xx", "ko", "ko"), (nil, "de", "en"), ("ko-KR", nil, "ko"),
        ] as [(String?, String?, String)] {
            let browser = Browser(directory, language: accept)
            let page = try await browser.get("/login", story.query(lang.map { ["lang": $0] } ?? [:]))
            #expect(page.text.contains("<html lang=\"\(code)\">"), "\(lang ?? "-") \(accept ?? "-")")
        }
    }

    @Test func languageMayComeAsOpenIDConnectNamesIt() async throws {
        let story = try await HostedStory(directory)
        let page = try await Browser(directory, language: "en").get(
            "/oauth2/authorize", story.query(["ui_locales": "ko-KR en"]))
        #expect(page.text.contains("<html lang=\"ko\">"))
        #expect(page.text.contains("ui_locales=ko-KR"))
    }

    @Test func signingUpGoesOnToTheApplication() async throws {
        let story = try await HostedStory(
            directory,
            pool: [
                "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"],
                "Schema": [
                    ["Name": "name", "AttributeDataType": "String", "Required": true, "Mutable": true],
                    ["Name": "email", "AttributeDataType": "String", "Required": true, "Mutable": true],
                ],
            ])
        let browser = Browser(directory)
        let page = try await browser.get("/signup", story.query(["response_type": "token"]))
        #expect(page.field("requiredAttributes[name]") != nil)
        #expect(page.field("requiredAttributes[email]") == nil)
        let values = [
            "username": "kim@example.com", "password": Directory.password, "requiredAttributes[name]": "김하나",
        ]
        let weak = try await browser.submit(page, values.merging(["password": "short"]) { $1 })
        #expect(weak.status == 400)
        #expect(weak.field("requiredAttributes[name]") == "김하나")
        #expect(!weak.text.contains("value=\"short\""))
        let confirm = try await browser.submit(page, values)
        #expect(confirm.text.contains("k***@e***"))
        #expect(try await browser.submit(confirm, ["code": "000000"]).status == 400)
        let resent = try await browser.submit(confirm, to: "/resendcode", [:])
        #expect(resent.status == 200)
        #expect(directory.mail.all.count == 2)
        let done = try await browser.submit(resent, ["code": directory.mail.lastCode])
        let identity = try Tokens.payload(try #require(done.parameters["id_token"], "\(done.text)"))
        #expect(identity["name"]?.string == "김하나")
        #expect(identity["email_verified"]?.bool == true)
        let taken = try await browser.submit(page, values)
        #expect(taken.status == 400)
        #expect(taken.text.contains("already exists"))
    }

    @Test func aWaitingAccountIsConfirmedOnTheWay() async throws {
        let story = try await HostedStory(directory, pool: ["AutoVerifiedAttributes": ["email"]])
        try await directory.call(
            "SignUp",
            [
                "ClientId": .string(story.client), "Username": "ann", "Password": .string(Directory.password),
                "UserAttributes": Directory.attributes(["email": "ann@example.com"]),
            ])
        let code = directory.mail.lastCode
        let browser = Browser(directory)
        let login = try await browser.get("/login", story.query())
        let wrong = try await browser.submit(login, ["username": "ann", "password": "Wrong-horse-7"])
        #expect(wrong.text.contains("Incorrect username or password."))
        let confirm = try await browser.submit(login, ["username": "ann", "password": Directory.password])
        #expect(confirm.text.contains("a***@e***"))
        #expect(try await browser.submit(confirm, ["code": code]).parameters["code"] != nil)
        // A stranger's code page leads to the sign-in page only.
        let stranger = try await Browser(directory).get("/confirm", story.query())
        #expect(stranger.field("username") == "")
    }

    @Test func whoConfirmsWithoutAPasswordSignsInThen() async throws {
        let story = try await HostedStory(directory, pool: ["AutoVerifiedAttributes": ["email"]])
        try await directory.call(
            "SignUp",
            [
                "ClientId": .string(story.client), "Username": "ann", "Password": .string(Directory.password),
                "UserAttributes": Directory.attributes(["email": "ann@example.com"]),
            ])
        let browser = Browser(directory)
        let page = try await browser.get("/confirm", story.query())
        let login = try await browser.submit(page, ["username": "ann", "code": directory.mail.lastCode])
        #expect(login.status == 200)
        #expect(login.field("password") != nil)
        #expect(login.text.contains("Your account is confirmed"))
        #expect(browser.cookies["cognito"] == nil)
    }

    @Test func aLinkConfirmsToo() async throws {
        let story = try await HostedStory(directory, pool: ["AutoVerifiedAttributes": ["email"]])
        try await directory.call(
            "SignUp",
            [
                "ClientId": .string(story.client), "Username": "ann", "Password": .string(Directory.password),
                "UserAttributes": Directory.attributes(["email": "ann@example.com"]),
            ])
        let browser = Browser(directory)
        let link = ["client_id": story.client, "user_name": "ann", "confirmation_code": "000000"]
        #expect(try await browser.get("/confirmUser", link).status == 400)
        let right = link.merging(["confirmation_code": directory.mail.lastCode]) { $1 }
        #expect(try await browser.get("/confirmUser", right).text.contains("Your account is confirmed"))
        #expect(try await browser.get("/confirmUser", right).status == 400)
    }

    @Test func aTemporaryPasswordIsReplacedWithWhatIsMissing() async throws {
        let story = try await HostedStory(
            directory,
            pool: [
                "Schema": [["Name": "nickname", "AttributeDataType": "String", "Required": true, "Mutable": true]]
            ])
        try await directory.call(
            "AdminCreateUser",
            [
                "UserPoolId": .string(story.pool), "Username": "ann", "MessageAction": "SUPPRESS",
                "TemporaryPassword": "For-now-only-1",
            ])
        let browser = Browser(directory)
        let login = try await browser.get("/login", story.query())
        let question = try await browser.submit(login, ["username": "ann", "password": "For-now-only-1"])
        #expect(question.field("requiredAttributes[nickname]") != nil)
        #expect(browser.cookies["cognito"] == nil)
        let weak = try await browser.submit(question, ["password": "x", "requiredAttributes[nickname]": "annie"])
        #expect(weak.status == 400)
        let done = try await browser.submit(
            weak, ["password": Directory.password, "requiredAttributes[nickname]": "annie"])
        #expect(done.parameters["code"] != nil, "\(done.text)")
        let again = try await browser.submit(
            question, ["password": "Other-horse-9", "requiredAttributes[nickname]": "bob"])
        #expect(again.status == 400)
    }

    @Test func aForgottenPasswordIsSetByCode() async throws {
        let story = try await HostedStory(directory)
        try await story.makeAnn()
        let browser = Browser(directory)
        let page = try await browser.get("/forgotPassword", story.query())
        let form = try await browser.submit(page, ["username": "ann"])
        #expect(form.text.contains("a***@e***"))
        #expect(form.field("username") == "ann")
        let new = "Another-horse-8"
        #expect(try await browser.submit(form, ["code": "000000", "password": new]).status == 400)
        let login = try await browser.submit(form, ["code": directory.mail.lastCode, "password": new])
        #expect(login.text.contains("Your password is changed"))
        let done = try await browser.submit(login, ["username": "ann", "password": new])
        #expect(done.parameters["code"] != nil)
    }

    @Test func hiddenUsersLookLikeOthers() async throws {
        let story = try await HostedStory(directory, client: ["PreventUserExistenceErrors": "ENABLED"])
        try await story.makeAnn()
        let browser = Browser(directory)
        let login = try await browser.get("/login", story.query())
        var sentences: Set<String> = []
        for name in ["ann", "nobody"] {
            let answer = try await browser.submit(login, ["username": name, "password": "Wrong-horse-7"])
            sentences.insert(answer.text.replacing("value=\"\(name)\"", with: ""))
        }
        #expect(sentences.count == 1)
        let page = try await browser.get("/forgotPassword", story.query())
        for name in ["ann", "nobody"] {
            let answer = try await browser.submit(page, ["username": name])
            #expect(answer.status == 200)
            #expect(answer.field("password") != nil)
        }
    }

    @Test func poolsOfAdministratorsTakeNoSignUps() async throws {
        let story = try await HostedStory(
            directory, pool: ["AdminCreateUserConfig": ["AllowAdminCreateUserOnly": true]])
        let browser = Browser(directory)
        #expect(try await !browser.get("/login", story.query()).text.contains("/signup"))
        let page = try await browser.get("/signup", story.query())
        #expect(page.field("password") == nil)
    }

    @Test func domainsThatAreNotThereAreNotFound() async throws {
        let answer = try await Browser(directory, domain: "nobody").get("/login")
        #expect(answer.status == 404)
        #expect(answer.text.contains("create-user-pool-domain"))
    }

    @Test func hostsOfTheirOwnHaveAWSPaths() async throws {
        let story = try await HostedStory(directory)
        let service = directory.service
        for host in ["books.auth.us-east-1.localhost", "books.auth.us-east-1.amazoncognito.com"] {
            #expect(try await service.owns(host: host, path: "/login"))
            let reply = try await service.page(
                PageRequest(
                    method: "GET", path: "/login", rawQuery: Browser.encode(story.query()), headers: HeaderFields(),
                    address: "127.0.0.1", host: host, isSecure: true, time: directory.clock.now))
            #expect(reply?.status == 200)
            #expect(reply?.headers.all("set-cookie").first?.hasSuffix("Path=/; HttpOnly; SameSite=Lax; Secure") == true)
        }
        #expect(try await !service.owns(host: "books.localhost", path: "/login"))
        #expect(try await !service.owns(host: "auth.example.com", path: "/login"))
        let certificate = "arn:aws:acm:us-east-1:000000000000:certificate/12345678-1234-1234-1234-123456789012"
        try await directory.call(
            "CreateUserPoolDomain",
            [
                "UserPoolId": .string(story.pool), "Domain": "auth.example.com",
                "CustomDomainConfig": ["CertificateArn": .string(certificate)],
            ])
        #expect(try await service.owns(host: "auth.example.com", path: "/login"))
        #expect(try await !service.owns(host: "auth.example.com", path: "/photo.jpg"))
    }

    @Test func anAuthenticatorAppIsEnrolledOnThePage() async throws {
        let story = try await HostedStory(directory)
        try await directory.call(
            "SetUserPoolMfaConfig",
            [
                "UserPoolId": .string(story.pool), "SoftwareTokenMfaConfiguration": ["Enabled": true],
                "MfaConfiguration": "ON",
            ])
        try await story.makeAnn()
        let browser = Browser(directory)
        let question = try await story.signIn(browser)
        #expect(question.text.contains("<svg class=\"qr\""))
        let wrong = try await browser.submit(question, ["code": "000000"])
        #expect(wrong.status == 400)
        #expect(wrong.text.contains("<svg class=\"qr\""))
        let start = try #require(wrong.text.firstRange(of: "<code class=\"secret\">"))
        let secret = String(wrong.text[start.upperBound...].prefix { $0 != "<" })
        let done = try await browser.submit(wrong, ["code": try AuthenticatorApp.code(secret, directory.clock.now)])
        #expect(done.parameters["code"] != nil, "\(done.text)")

        directory.clock.advance(bySeconds: 60)
        let next = Browser(directory)
        let asked = try await story.signIn(next)
        #expect(asked.field("code") != nil)
        #expect(next.cookies["cognito"] == nil)
        #expect(try await next.submit(asked, ["code": "000000"]).status == 400)
        let in2 = try await next.submit(asked, ["code": try AuthenticatorApp.code(secret, directory.clock.now)])
        #expect(in2.parameters["code"] != nil, "\(in2.text)")
    }
}

@Suite struct HostedLookTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]

    @Test func aClientsStyleAndLogoAreShown() async throws {
        let story = try await HostedStory(directory)
        let before = try await Browser(directory).get("/login", story.query())
        #expect(!before.text.contains("custom.css") && !before.text.contains("<img"))
        let css = ".submitButton-customizable{background-color:#7a1fa2;}"
        let set = try await directory.call(
            "SetUICustomization",
            [
                "UserPoolId": .string(story.pool), "ClientId": .string(story.client), "CSS": .string(css),
                "ImageFile": .string(Data(Self.png).base64EncodedString()),
            ])
        let browser = Browser(directory)
        let page = try await browser.get("/login", story.query())
        let sheet = "/assets/custom.css?client_id=\(story.client)"
        #expect(page.text.contains("href=\"\(browser.base + sheet)\""))
        let style = try await browser.send("GET", browser.base + sheet)
        #expect(style.text == css)
        #expect(style.headers.first("content-type") == "text/css;charset=UTF-8")
        let address = try #require(set.text("UICustomization", "ImageUrl")).replacing("http://localhost:4566", with: "")
        #expect(page.text.contains("<img class=\"logo-customizable\" src=\"\(address)\""))
        let image = try await browser.send("GET", address)
        #expect(image.headers.first("content-type") == "image/png")
        let other = try await story.makeClient().0
        #expect(try await !browser.get("/login", story.query(["client_id": other])).text.contains("custom.css"))
        #expect(try await browser.send("GET", browser.base + "/assets/nothing").status == 404)
    }

    @Test func passkeysAreForWhoIsSignedIn() async throws {
        let story = try await HostedStory(
            directory,
            pool: [
                "Policies": ["SignInPolicy": ["AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]]],
                "UserPoolTier": "ESSENTIALS",
            ])
        try await story.makeAnn()
        let browser = Browser(directory)
        #expect(try await browser.get("/passkeys/add", story.query()).field("password") != nil)
        _ = try await story.signIn(browser)
        let page = try await browser.get("/passkeys/add", story.query())
        #expect(page.text.contains("data-kind=\"create\""))
        #expect(page.headers.first("content-security-policy")?.contains("script-src 'self'") == true)
        for credential in ["", "x", "{}", "{\"id\":\"x\",\"response\":{}}"] {
            #expect(try await browser.submit(page, ["credential": credential]).status == 400)
        }
        #expect(try await browser.submit(page, ["credential": "{}", "_csrf": "x"]).status == 403)
    }

    @Test func aClientWithoutChoiceIsOfferedThePasswordAlone() async throws {
        let story = try await HostedStory(
            directory,
            pool: [
                "Policies": ["SignInPolicy": ["AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]]],
                "UserPoolTier": "ESSENTIALS",
            ], client: ["ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]])
        try await story.makeAnn()
        let browser = Browser(directory)
        let login = try await browser.get("/login", story.query())
        #expect(!login.text.contains("name=\"choose\""))
        let answer = try await browser.submit(login, ["username": "ann", "choose": "yes"])
        #expect(answer.status == 400)
        #expect(directory.mail.all.isEmpty)
    }

    @Test func passwordlessPoolsOfferACodeByMail() async throws {
        let story = try await HostedStory(
            directory,
            pool: [
                "Policies": ["SignInPolicy": ["AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]]],
                "UserPoolTier": "ESSENTIALS",
            ])
        try await story.makeAnn()
        let browser = Browser(directory)
        let login = try await browser.get("/login", story.query())
        #expect(login.text.contains("name=\"choose\""))
        let choice = try await browser.submit(login, ["username": "ann", "choose": "1"])
        #expect(choice.text.contains("value=\"EMAIL_OTP\""), "\(choice.text)")
        let question = try await browser.submit(choice, ["answer": "EMAIL_OTP"])
        #expect(question.text.contains("a***@e***"))
        #expect(try await browser.submit(question, ["code": "000000x"]).status == 400)
        let done = try await browser.submit(question, ["code": directory.mail.lastCode])
        #expect(done.parameters["code"] != nil, "\(done.text)")
    }
}
