import FoundationEssentials
import ServiceKit
import Wire

/// A sign-in under way. It is kept by the browser, sealed: nothing is kept here for who never comes back.
struct SignInAttempt: Sendable, Equatable {
    static let cookieName = "hanok_files_attempt"
    /// As long as a code lives, and some time to sign up before.
    static let lifetime: TimeInterval = 3600

    var state: String
    var nonce: String
    /// RFC 7636
    var verifier: String
    var language: String
    var beganAt: Date

    init(language: String, _ randomness: any Randomness, at now: Date) {
        state = Base64URL.encode(randomness.bytes(24))
        nonce = Base64URL.encode(randomness.bytes(24))
        verifier = Base64URL.encode(randomness.bytes(48))
        self.language = language
        beganAt = now
    }

    private static func sealer(_ settings: FilesSettings) -> PurposeSealer {
        Sealer(key: settings.secret, generation: settings.clientID).bound(to: .init("files-sign-in"))
    }

    func sealed(_ settings: FilesSettings) throws -> String {
        let document: JSONValue = [
            "state": .string(state), "nonce": .string(nonce), "verifier": .string(verifier),
            "language": .string(language), "at": .number(String(Int(beganAt.timeIntervalSince1970))),
        ]
        return Base64URL.encode(try Self.sealer(settings).seal(document.serialized()))
    }

    /// Nil for what was not sealed here, or is too old.
    init?(sealed: String, _ settings: FilesSettings, at now: Date) {
        guard sealed.utf8.count < 2048, let bytes = Base64URL.decode(sealed),
            let plain = try? Self.sealer(settings).open(bytes), let document = try? JSONValue(parsing: plain),
            let state = document["state"]?.string, let nonce = document["nonce"]?.string,
            let verifier = document["verifier"]?.string, let language = document["language"]?.string,
            let at = document["at"]?.int
        else { return nil }
        beganAt = Date(timeIntervalSince1970: Double(at))
        guard now.timeIntervalSince(beganAt) < Self.lifetime else { return nil }
        (self.state, self.nonce, self.verifier, self.language) = (state, nonce, verifier, language)
    }
}
