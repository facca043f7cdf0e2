import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// A sign-in between two pages: which question is open, sealed into the form that answers it.
struct SignInFlow: Sendable {
    static let fieldName = "_flow"

    var challenge: ChallengeNameType
    var session: String
    /// The user's name as challenges take it.
    var name: String
    var parameters: [String: String]
    var clientID: String

    init(
        challenge: ChallengeNameType, session: String, name: String, parameters: [String: String], clientID: String
    ) {
        self.challenge = challenge
        self.session = session
        self.name = name
        // The user's own attributes have no use on a page.
        self.parameters = parameters.filter { $0.key != "userAttributes" }
        self.clientID = clientID
    }

    func sealed(_ sealer: PurposeSealer, _ site: HostedSite) throws -> String {
        var writer = RecordWriter()
        for text in [challenge.rawValue, session, name, clientID] { writer.text(text) }
        writer.texts(parameters)
        return Base64URL.encode(try sealer.seal(writer.bytes, context: Self.context(site)))
    }

    init?(_ text: String, _ sealer: PurposeSealer, _ site: HostedSite) {
        guard text.utf8.count <= 32_768, let bytes = Base64URL.decode(text),
            let plain = try? sealer.open(bytes, context: Self.context(site))
        else { return nil }
        var reader = RecordReader(plain[...])
        do {
            challenge = ChallengeNameType(rawValue: try reader.text())
            session = try reader.text()
            name = try reader.text()
            clientID = try reader.text()
            parameters = try reader.texts()
        } catch { return nil }
    }

    static func json(_ names: [String]) -> String {
        String(decoding: JSONValue.array(names.map { .string($0) }).serialized(), as: UTF8.self)
    }

    private static func context(_ site: HostedSite) -> [UInt8] {
        Array("\(fieldName) \(site.pool.id) \(site.domain)".utf8)
    }
}
