import FoundationEssentials
import OpenIDConnect
import ServiceKit
import Storage

/// What a refresh token says, sealed: nothing is stored to give one.
struct RefreshToken {
    var poolID: String
    var clientID: String
    var sub: String
    /// Its own, by which rotation ends it.
    var id: String
    /// The sign-in's id, `origin_jti` of every token it leads to.
    var origin: String
    var signOutCount: UInt64
    /// As in `TokenGrant`.
    var scopes: [String]?
    var deviceKey: String?
    var authenticatedAt: Date
    var expiresAt: Date

    func sealed(_ sealer: PurposeSealer) throws -> String {
        var writer = RecordWriter()
        for text in [poolID, clientID, sub, id, origin] { writer.text(text) }
        writer.number(signOutCount)
        writer.optional(scopes?.joined(separator: " "))
        writer.optional(deviceKey)
        writer.number(authenticatedAt.milliseconds)
        writer.number(expiresAt.milliseconds)
        return Base64URL.encode(try sealer.seal(writer.bytes))
    }

    /// Nil for what was not sealed here.
    init?(_ token: String, _ sealer: PurposeSealer) {
        guard token.utf8.count <= SignedToken.maxBytes, let bytes = Base64URL.decode(token),
            let plain = try? sealer.open(bytes)
        else { return nil }
        var reader = RecordReader(plain[...])
        do {
            poolID = try reader.text()
            clientID = try reader.text()
            sub = try reader.text()
            id = try reader.text()
            origin = try reader.text()
            signOutCount = try reader.number()
            scopes = try reader.optionalText()?.split(separator: " ").map(String.init)
            deviceKey = try reader.optionalText()
            authenticatedAt = Date(milliseconds: try reader.number())
            expiresAt = Date(milliseconds: try reader.number())
        } catch { return nil }
    }

    init(_ signIn: SignIn, id: String, expiresAt: Date) {
        self.id = id
        poolID = signIn.grant.pool.id
        clientID = signIn.grant.client.id
        sub = signIn.grant.user.sub
        origin = signIn.origin
        signOutCount = signIn.grant.user.signOutCount
        scopes = signIn.grant.scopes
        deviceKey = signIn.grant.deviceKey
        authenticatedAt = signIn.authenticatedAt
        self.expiresAt = expiresAt
    }
}
