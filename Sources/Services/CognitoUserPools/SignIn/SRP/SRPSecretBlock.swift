import FoundationEssentials
import ServiceKit
import Storage

/// What the server must remember between SRP_A and the client's proof. It is sealed and handed out
/// as the SECRET_BLOCK that the client signs and gives back, so nothing is stored.
struct SRPSecretBlock {
    var session: AuthSession
    var secret: [UInt8]
    var clientPublic: [UInt8]
    var serverPublic: [UInt8]

    func sealed(_ sealer: PurposeSealer) throws -> [UInt8] {
        var writer = RecordWriter()
        writer.data(session.encoded)
        for number in [secret, clientPublic, serverPublic] { writer.data(number) }
        return try sealer.seal(writer.bytes, context: Self.context)
    }

    init?(_ bytes: [UInt8], _ sealer: PurposeSealer) {
        guard bytes.count <= 8192, let plain = try? sealer.open(bytes, context: Self.context) else { return nil }
        var reader = RecordReader(plain[...])
        do {
            session = try AuthSession(decoding: try reader.data())
            secret = Array(try reader.data())
            clientPublic = Array(try reader.data())
            serverPublic = Array(try reader.data())
        } catch { return nil }
    }

    init(session: AuthSession, secret: [UInt8], clientPublic: [UInt8], serverPublic: [UInt8]) {
        self.session = session
        self.secret = secret
        self.clientPublic = clientPublic
        self.serverPublic = serverPublic
    }

    private static let context = Array("SRP".utf8)
}
