import FoundationEssentials
import ServiceKit
import Storage

/// A sign-in that waits for a challenge's answer. Sealed: nothing is stored. It answers once, since
/// a right answer changes the password count it is bound to.
struct AuthSession {
    var poolID: String
    var clientID: String
    var sub: String
    var challenge: String
    var passwordCount: UInt64
    var expiresAt: Date

    func sealed(_ sealer: PurposeSealer) throws -> String {
        var writer = RecordWriter()
        for text in [poolID, clientID, sub, challenge] { writer.text(text) }
        writer.number(passwordCount)
        writer.number(expiresAt.milliseconds)
        return Base64URL.encode(try sealer.seal(writer.bytes))
    }

    init?(_ text: String, _ sealer: PurposeSealer) {
        guard text.utf8.count <= 2048, let bytes = Base64URL.decode(text), let plain = try? sealer.open(bytes)
        else { return nil }
        var reader = RecordReader(plain[...])
        do {
            poolID = try reader.text()
            clientID = try reader.text()
            sub = try reader.text()
            challenge = try reader.text()
            passwordCount = try reader.number()
            expiresAt = Date(milliseconds: try reader.number())
        } catch { return nil }
    }

    init(_ client: UserPoolClient, _ user: User, challenge: String, at time: Date) {
        poolID = client.poolID
        clientID = client.id
        sub = user.sub
        self.challenge = challenge
        passwordCount = user.passwordCount
        expiresAt = time.addingTimeInterval(Double(client.settings.authSessionValidity) * 60)
    }
}
