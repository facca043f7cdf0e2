import CognitoUserPoolsModel
import Crypto
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// Whom passkeys of a pool are made for, and what a browser's answer must say.
struct RelyingParty: Sendable {
    let id: String
    let requiresVerification: Bool
    let isSecondFactorToo: Bool

    /// - Parameter host: of the public address; the relying party of a pool that names none.
    init(_ pool: UserPool, host: String) {
        let configuration = pool.mfa?.webAuthn
        id = configuration?.relyingPartyId ?? host
        isSecondFactorToo = configuration?.factorConfiguration == .multiFactorWithUserVerification
        requiresVerification = configuration?.userVerification == .required || isSecondFactorToo
    }

    var userVerification: String { requiresVerification ? "required" : "preferred" }

    /// A page's origin may be the relying party's name or one below it, over https or on this machine.
    func accepts(origin: String) -> Bool {
        guard let scheme = origin.firstRange(of: "://") else { return false }
        let host = origin[scheme.upperBound...].prefix { $0 != ":" && $0 != "/" }.lowercased()
        guard host == id || host.hasSuffix("." + id) else { return false }
        return origin.hasPrefix("https://")
            || (origin.hasPrefix("http://") && (host == "localhost" || host.hasSuffix(".localhost")))
    }

    func isOf(_ data: AuthenticatorData) -> Bool { data.relyingPartyHash == Array(SHA256.hash(data: Data(id.utf8))) }
}

/// `clientDataJSON` of a browser's answer.
struct ClientData {
    let bytes: [UInt8]
    let type: String
    let challenge: String
    let origin: String

    init?(_ base64url: String?) {
        guard let base64url, base64url.utf8.count <= 16_384, let bytes = Base64URL.decode(base64url),
            let document = try? JSONValue(parsing: bytes, maximumDepth: 8), let type = document["type"]?.string,
            let challenge = document["challenge"]?.string, let origin = document["origin"]?.string
        else { return nil }
        self.bytes = bytes
        self.type = type
        self.challenge = challenge
        self.origin = origin
    }
}

/// A challenge that proves by itself for whom and until when it was made.
struct PasskeyChallenge {
    private static let context = Array("WebAuthn".utf8)
    private static let lifetime: TimeInterval = 300

    static func make(for user: User, at time: Date, _ sealer: PurposeSealer) throws -> String {
        var writer = RecordWriter()
        writer.text(user.poolID)
        writer.text(user.sub)
        writer.number(time.addingTimeInterval(lifetime).milliseconds)
        return Base64URL.encode(try sealer.seal(writer.bytes, context: context))
    }

    static func isOf(_ user: User, _ challenge: String, at time: Date, _ sealer: PurposeSealer) -> Bool {
        guard challenge.utf8.count <= 1024, let bytes = Base64URL.decode(challenge),
            let plain = try? sealer.open(bytes, context: context)
        else { return false }
        var reader = RecordReader(plain[...])
        guard (try? reader.text()) == user.poolID, (try? reader.text()) == user.sub,
            let until = try? reader.number()
        else { return false }
        return time < Date(milliseconds: until)
    }
}
