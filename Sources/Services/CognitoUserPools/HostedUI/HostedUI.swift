import Design
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// The pages and endpoints of pools' domains, told apart by AWS's paths.
extension CognitoUserPools {
    package func page(_ request: PageRequest) async throws -> PageReply? {
        if let document = try await verificationDocument(request) { return document }
        if let answer = try await importUpload(request) { return answer }
        guard let address = HostedAddress(path: request.path, host: request.host) else { return nil }
        guard let site = try await site(at: address) else { return Self.noDomain(address) }
        let hosted = HostedRequest(request, site, path: address.path)
        return try await reply(hosted).pageReply(assets: hosted.assetsSource)
    }

    package func bodyLimit(of request: PageRequest) -> Int? {
        isImportUpload(request) ? UserImportFile.maxBytes : nil
    }

    package func owns(host: String, path: String) async throws -> Bool {
        if HostedAddress.prefixDomain(ofHost: host) != nil { return true }
        guard host.contains("."), HostedAddress.paths.contains(path) else { return false }
        return try await store.read { snapshot in try snapshot.domain(named: host)?.isCustom == true }
    }

    private func site(at address: HostedAddress) async throws -> HostedSite? {
        try await store.read { snapshot in
            guard let domain = try snapshot.domain(named: address.domain.lowercased()),
                let pool = try snapshot.find(UserPool.self, UserPool.key(domain.poolID))
            else { return nil }
            return HostedSite(domain: domain.name, pool: pool, basePath: address.basePath)
        }
    }

    /// Somebody who set up an application reads this.
    private static func noDomain(_ address: HostedAddress) -> PageReply? {
        guard !address.basePath.isEmpty || HostedAddress.paths.contains(address.path) else { return nil }
        let text = "No user pool has this domain. Make one with: aws cognito-idp create-user-pool-domain\n"
        return PageReply(status: 404, contentType: "text/plain;charset=UTF-8", body: Array(text.utf8))
    }

    private func reply(_ request: HostedRequest) async throws -> HostedReply {
        if CrossOrigin.paths.contains(request.path) { return CrossOrigin.open(try await endpoint(request)) }
        switch request.path {
        case "/oauth2/authorize": return try await authorizeEndpoint(request)
        case "/oauth2/idpresponse": return try await providerResponse(request)
        case "/logout": return try await logoutEndpoint(request)
        case "/login": return try await loginPage(request)
        case "/challenge": return try await challengePage(request)
        case "/signup": return try await signUpPage(request)
        case "/confirm": return try await confirmPage(request)
        case "/resendcode": return try await resendCodePage(request)
        case "/confirmUser": return try await confirmUserPage(request)
        case "/forgotPassword": return try await forgotPasswordPage(request)
        case "/confirmForgotPassword": return try await confirmForgotPasswordPage(request)
        case "/passkeys/add": return try await addPasskeyPage(request)
        case "/signedout": return try await signedOutPage(request)
        case "/error": return try await errorPage(request)
        case "/assets/hosted.css": return .asset(HostedReply.styles, "text/css;charset=UTF-8")
        case "/assets/passkey.js": return .asset(PackageResources.passkey_js, "text/javascript;charset=UTF-8")
        case "/assets/custom.css": return try await styleSheet(request)
        case let path where path.hasPrefix("/assets/"): return try await image(String(path.dropFirst(8)), request)
        default: return try await notFoundPage(request)
        }
    }

    /// What programs call: answers and errors are JSON.
    private func endpoint(_ request: HostedRequest) async throws -> HostedReply {
        if request.page.method == "OPTIONS" { return CrossOrigin.preflight(request.page) }
        do {
            switch request.path {
            case "/oauth2/token": return try await tokenEndpoint(request)
            case "/oauth2/userInfo": return try await userInfoEndpoint(request)
            default: return try await revokeEndpoint(request)
            }
        } catch let error as OAuthError { return error.reply }
    }
}

extension HostedReply {
    static let notAllowed = HostedReply(status: 405)

    /// The design's tokens, and what the sign-in pages make of them.
    fileprivate static let styles = Design.tokens + PackageResources.hosted_css

    /// A file of ours, the same for everybody.
    static func asset(_ bytes: [UInt8], _ contentType: String) -> HostedReply {
        var reply = HostedReply(
            status: 200, headers: HeaderFields([("Content-Type", contentType)]), body: bytes)
        reply.headers.set("Cache-Control", "public, max-age=3600")
        reply.isCacheable = true
        return reply
    }
}
