import FoundationEssentials
import ServiceKit
import Storage

/// A sign-in that waits for a challenge's answer. Sealed: nothing is stored. It leads to a sign-in
/// once (`SpentSessions`), and dies with the password it was begun with.
struct AuthSession: Sendable {
    /// What a session carries from one challenge to the next.
    enum Fact: String {
        /// The flow it belongs to, for those whose next step depends on it: `USER_AUTH`, `CUSTOM_AUTH`.
        case flow
        /// A software token's secret that is being set up, in Base32.
        case tokenSecret
        /// Present once the token that is being set up was verified.
        case tokenVerified
        /// The remembered device the sign-in comes from.
        case deviceKey
        /// Present once who signs in has proven a first factor.
        case firstFactorProven
        /// Present once all of the second factors that were asked for are proven.
        case secondFactorProven
        /// CUSTOM_AUTH: the results so far, and what CreateAuthChallenge said, as JSON.
        case customResults, customPrivate
        /// The one-time code that was sent, hashed, and where to.
        case codeDigest, codeAttribute, codeDestination
        /// WEB_AUTHN: the challenge the authenticator signs.
        case challenge
    }

    var id: String
    var poolID: String
    var clientID: String
    /// Empty for a user who does not exist, where the client must not learn so.
    var sub: String
    /// The name the sign-in was begun with.
    var name: String
    var challenge: String
    var passwordCount: UInt64
    var expiresAt: Date
    var facts: [String: String]

    subscript(_ fact: Fact) -> String? {
        get { facts[fact.rawValue] }
        set { facts[fact.rawValue] = newValue }
    }

    /// The user's session that asks the next challenge.
    func asking(_ challenge: String, _ randomness: any Randomness) -> AuthSession {
        var next = self
        next.id = Self.makeID(randomness)
        next.challenge = challenge
        return next
    }

    /// The model lets a session be no longer.
    static let maxSealedBytes = 2048

    func sealed(_ sealer: PurposeSealer) throws -> String { Base64URL.encode(try sealer.seal(encoded)) }

    init?(_ text: String, _ sealer: PurposeSealer) {
        guard text.utf8.count <= Self.maxSealedBytes, let bytes = Base64URL.decode(text),
            let plain = try? sealer.open(bytes), let session = try? AuthSession(decoding: plain[...])
        else { return nil }
        self = session
    }

    var encoded: [UInt8] {
        var writer = RecordWriter()
        for text in [id, poolID, clientID, sub, name, challenge] { writer.text(text) }
        writer.number(passwordCount)
        writer.number(expiresAt.milliseconds)
        writer.texts(facts)
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>) throws {
        var reader = RecordReader(bytes)
        id = try reader.text()
        poolID = try reader.text()
        clientID = try reader.text()
        sub = try reader.text()
        name = try reader.text()
        challenge = try reader.text()
        passwordCount = try reader.number()
        expiresAt = Date(milliseconds: try reader.number())
        facts = try reader.texts()
    }

    /// - Parameter user: nil for one who does not exist.
    init(_ client: UserPoolClient, _ user: User?, name: String, at time: Date, _ randomness: any Randomness) {
        id = Self.makeID(randomness)
        poolID = client.poolID
        clientID = client.id
        sub = user?.sub ?? ""
        self.name = name
        challenge = ""
        passwordCount = user?.passwordCount ?? 0
        expiresAt = time.addingTimeInterval(Double(client.settings.authSessionValidity) * 60)
        facts = [:]
    }

    private static func makeID(_ randomness: any Randomness) -> String { Base64URL.encode(randomness.bytes(16)) }
}
