import FoundationEssentials
import ServiceKit
import Storage

/// What must be known again when a provider sends the browser back: sealed into `state`, and bound to
/// the browser by a cookie, so that nobody can be signed in with somebody else's answer.
struct FederationState: Sendable {
    static let cookieName = "cognito-fl"
    static let lifetime: TimeInterval = 600

    var id: String
    var provider: String
    var nonce: String
    /// The query of the application's own request.
    var query: String
    var expiresAt: Date

    func sealed(_ sealer: PurposeSealer, _ site: HostedSite) throws -> String {
        var writer = RecordWriter()
        for text in [id, provider, nonce, query] { writer.text(text) }
        writer.number(expiresAt.milliseconds)
        return Base64URL.encode(try sealer.seal(writer.bytes, context: Self.context(site)))
    }

    init?(_ text: String, _ sealer: PurposeSealer, _ site: HostedSite) {
        guard text.utf8.count <= 16_384, let bytes = Base64URL.decode(text),
            let plain = try? sealer.open(bytes, context: Self.context(site))
        else { return nil }
        var reader = RecordReader(plain[...])
        do {
            id = try reader.text()
            provider = try reader.text()
            nonce = try reader.text()
            query = try reader.text()
            expiresAt = Date(milliseconds: try reader.number())
        } catch { return nil }
    }

    init(provider: String, query: String, at time: Date, _ randomness: any Randomness) {
        id = Base64URL.encode(randomness.bytes(16))
        self.provider = provider
        nonce = Base64URL.encode(randomness.bytes(16))
        self.query = query
        expiresAt = time.addingTimeInterval(Self.lifetime)
    }

    private static func context(_ site: HostedSite) -> [UInt8] {
        Array("federation \(site.pool.id) \(site.domain)".utf8)
    }
}
