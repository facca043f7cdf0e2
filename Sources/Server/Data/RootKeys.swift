import FoundationEssentials
import ServiceKit

/// The access keys of the accounts' roots: from the configuration, or made at the first start.
struct RootKeys: FindsCredentials {
    private let credentials: [String: Credential]
    /// The standard account's key, and whether it was made just now.
    let standard: Configuration.RootKey
    let isNew: Bool

    init(_ configuration: Configuration, accounts: Accounts, folder: DataFolder) throws {
        (standard, isNew) = try Self.standardKey(configuration, folder)
        var credentials = [
            standard.id: Credential(secretAccessKey: standard.secret, caller: .root(accounts.standard))
        ]
        for settings in configuration.accounts {
            guard let account = accounts[settings.id] else { continue }
            for key in settings.accessKeys {
                credentials[key.id] = Credential(secretAccessKey: key.secret, caller: .root(account))
            }
        }
        self.credentials = credentials
    }

    private static func standardKey(
        _ configuration: Configuration, _ folder: DataFolder
    ) throws -> (Configuration.RootKey, Bool) {
        if let root = configuration.root { return (root, false) }
        if configuration.isDevelopment { return (Configuration.RootKey(id: "test", secret: "test"), false) }
        if let stored = try folder.secretFile("root-credentials") {
            let lines = stored.split(separator: "\n").map(String.init)
            guard lines.count == 2 else { throw ConfigurationError("root-credentials is not two lines") }
            return (Configuration.RootKey(id: lines[0], secret: lines[1]), false)
        }
        let randomness = SystemRandomness()
        let key = Configuration.RootKey(
            id: "AKIA" + randomness.text(16, from: Alphabet.base32),
            secret: randomness.text(40, from: Alphabet.base64))
        try folder.write("\(key.id)\n\(key.secret)\n", to: "root-credentials")
        return (key, true)
    }

    /// The standard account's key in a data folder that a server may be using.
    static func stored(in folder: String) -> (id: String, secret: String)? {
        guard let data = try? Data(contentsOf: URL(filePath: folder + "/root-credentials")) else { return nil }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        return lines.count == 2 ? (lines[0], lines[1]) : nil
    }

    func credential(accessKeyID: String, sessionToken: String?, at time: Date) async throws -> Credential? {
        guard sessionToken == nil else { return nil }
        return credentials[accessKeyID]
    }
}
