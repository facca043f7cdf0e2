import Crypto
import FoundationEssentials
import ServiceKit
import Synchronization
import Wire

/// Who gave the page's password carries a pass: its end, and a code that this server alone can make. Another password
/// makes all passes void.
struct AlbumPasses: Sendable {
    private static let cookie = "hanok-albums"
    private static let lifetime = 12 * 3600
    private let key: SymmetricKey

    init(secret: [UInt8]) {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("hanok-albums".utf8), using: SymmetricKey(data: secret))
        key = SymmetricKey(data: Data(code))
    }

    /// Compared by their codes, which takes as long wherever they differ.
    func isPassword(_ given: String, _ password: String) -> Bool {
        let code = HMAC<SHA256>.authenticationCode(for: Array(password.utf8), using: key)
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(given.utf8), using: key)
    }

    func begin(_ request: PageRequest, password: String) -> String {
        let end = Int(request.time.timeIntervalSince1970) + Self.lifetime
        let code = HMAC<SHA256>.authenticationCode(for: Self.message(end, password), using: key)
        return Self.header("\(end).\(Base64URL.encode([UInt8](code)))", maxAge: Self.lifetime, request)
    }

    func end(_ request: PageRequest) -> String { Self.header("", maxAge: 0, request) }

    func isHeld(by request: PageRequest, password: String) -> Bool {
        for header in request.headers.all("cookie") {
            for pair in header.split(separator: ";").map({ $0.drop { $0 == " " } })
            where pair.hasPrefix(Self.cookie + "=") {
                let parts = pair.dropFirst(Self.cookie.utf8.count + 1).split(separator: ".")
                guard parts.count == 2, let end = Int(parts[0]), let code = Base64URL.decode(String(parts[1])),
                    Double(end) > request.time.timeIntervalSince1970
                else { continue }
                if HMAC<SHA256>.isValidAuthenticationCode(
                    code, authenticating: Self.message(end, password), using: key)
                {
                    return true
                }
            }
        }
        return false
    }

    private static func message(_ end: Int, _ password: String) -> [UInt8] { Array("pass \(end) \(password)".utf8) }

    /// Lax, since people come back to the page from the pages where they sign in.
    private static func header(_ value: String, maxAge: Int, _ request: PageRequest) -> String {
        "\(cookie)=\(value); Path=\(Albums.path); Max-Age=\(maxAge); HttpOnly; SameSite=Lax"
            + (request.isSecure ? "; Secure" : "")
    }
}

/// Ten passwords at once and ten more a minute from an address, whatever they are.
final class PasswordThrottle: Sendable {
    private static let burst = 10.0
    private static let perSecond = 1.0 / 6
    /// Of addresses that are remembered; then those that have all their tries again are forgotten, or else all.
    private static let limit = 10_000

    private struct Bucket {
        var tokens: Double
        var time: Date
    }

    private let buckets = Mutex<[String: Bucket]>([:])

    func admits(_ address: String, at time: Date) -> Bool {
        buckets.withLock { buckets in
            if buckets.count >= Self.limit { buckets = buckets.filter { Self.filled($0.value, at: time) < Self.burst } }
            if buckets.count >= Self.limit { buckets = [:] }
            var bucket = buckets[Self.network(of: address)] ?? Bucket(tokens: Self.burst, time: time)
            bucket.tokens = Self.filled(bucket, at: time)
            bucket.time = time
            let isAdmitted = bucket.tokens >= 1
            if isAdmitted { bucket.tokens -= 1 }
            buckets[Self.network(of: address)] = bucket
            return isAdmitted
        }
    }

    private static func filled(_ bucket: Bucket, at time: Date) -> Double {
        min(burst, bucket.tokens + max(0, time.timeIntervalSince(bucket.time)) * perSecond)
    }

    /// Who has one IPv6 address has the other 2^64 of its network too.
    private static func network(of address: String) -> String {
        guard address.contains(":"), !address.contains(".") else { return address }
        return address.split(separator: ":", omittingEmptySubsequences: false).prefix(4).joined(separator: ":")
    }
}
