import FoundationEssentials
import ServiceKit
import Storage

/// What a refresh token says, sealed: nothing is stored to give one.
struct RefreshToken {
    var poolID: String
    var clientID: String
    var sub: String
    /// The sign-in's id, `origin_jti` of every token it leads to.
    var origin: String
    var signOutCount: UInt64
    var authenticatedAt: Date
    var expiresAt: Date

    func sealed(_ sealer: PurposeSealer) throws -> String {
        var writer = RecordWriter()
        for text in [poolID, clientID, sub, origin] { writer.text(text) }
        writer.number(signOutCount)
        writer.number(authenticatedAt.milliseconds)
        writer.number(expiresAt.milliseconds)
        return Base64URL.encode(try sealer.seal(writer.bytes))
    }

    /// Nil for what was not sealed here.
    init?(_ token: String, _ sealer: PurposeSealer) {
        guard token.utf8.count <= JSONWebToken.maxBytes, let bytes = Base64URL.decode(token),
            let plain = try? sealer.open(bytes)
        else { return nil }
        var reader = RecordReader(plain[...])
        do {
            poolID = try reader.text()
            clientID = try reader.text()
            sub = try reader.text()
            origin = try reader.text()
            signOutCount = try reader.number()
            authenticatedAt = Date(milliseconds: try reader.number())
            expiresAt = Date(milliseconds: try reader.number())
        } catch { return nil }
    }

    init(
        poolID: String, clientID: String, user: User, origin: String, authenticatedAt: Date, expiresAt: Date
    ) {
        self.poolID = poolID
        self.clientID = clientID
        sub = user.sub
        self.origin = origin
        signOutCount = user.signOutCount
        self.authenticatedAt = authenticatedAt
        self.expiresAt = expiresAt
    }
}
