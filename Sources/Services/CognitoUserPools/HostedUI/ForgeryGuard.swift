import Crypto
import FoundationEssentials
import ServiceKit
import Storage

/// Keeps other sites from sending our forms: the field `_csrf` must be the cookie `XSRF-TOKEN`, which
/// is sealed here, for this domain, for a day.
enum ForgeryGuard {
    static let cookieName = "XSRF-TOKEN"
    static let fieldName = "_csrf"
    static let validity: TimeInterval = 86_400
}

extension CognitoUserPools {
    /// The cookie's token, or a new one where there is none that will last for a while.
    func forgeryToken(_ request: HostedRequest) throws -> (token: String, cookies: [HostedCookie]) {
        if let known = request.cookie(ForgeryGuard.cookieName),
            let made = forgeryTokenTime(known, request.site),
            request.page.time.timeIntervalSince(made) < ForgeryGuard.validity / 2
        {
            return (known, [])
        }
        var writer = RecordWriter()
        writer.data(randomness.bytes(16))
        writer.number(request.page.time.milliseconds)
        let context = Self.forgeryContext(request.site)
        let token = Base64URL.encode(try seals.pages.seal(writer.bytes, context: context))
        return (token, [cookie(ForgeryGuard.cookieName, token, maxAge: nil, request)])
    }

    func isForged(_ request: HostedRequest) -> Bool {
        guard let field = request.form[ForgeryGuard.fieldName], let kept = request.cookie(ForgeryGuard.cookieName),
            SHA256.hash(data: Array(field.utf8)) == SHA256.hash(data: Array(kept.utf8)),
            let made = forgeryTokenTime(kept, request.site)
        else { return true }
        return request.page.time.timeIntervalSince(made) >= ForgeryGuard.validity
    }

    private func forgeryTokenTime(_ token: String, _ site: HostedSite) -> Date? {
        guard token.utf8.count <= 512, let bytes = Base64URL.decode(token),
            let plain = try? seals.pages.open(bytes, context: Self.forgeryContext(site))
        else { return nil }
        var reader = RecordReader(plain[...])
        guard (try? reader.data()) != nil, let time = try? reader.number() else { return nil }
        return Date(milliseconds: time)
    }

    private static func forgeryContext(_ site: HostedSite) -> [UInt8] {
        Array("\(ForgeryGuard.cookieName) \(site.pool.id) \(site.domain)".utf8)
    }
}
