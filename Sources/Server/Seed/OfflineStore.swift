import CognitoUserPools
import FoundationEssentials
import Logging
import PasswordHashing
import ServiceKit
import Wire

/// What is stored in a data folder that no server is using, opened for one command.
package struct OfflineStore {
    let assembly: Assembly
    let accounts: Accounts

    init(_ configuration: Configuration) throws {
        let folder = try DataFolder(configuration.dataFolder)
        let publicURL = configuration.publicURL ?? "http://localhost:\(configuration.port)"
        let ground = try Assembly.Ground(
            configuration, folder: folder, publicURL: publicURL,
            passwords: PasswordHashing(parallel: 2), accessLog: nil, logger: Logger(label: "hanok"))
        assembly = try Assembly(on: ground, generation: try folder.generation()) {}
        accounts = ground.accounts
    }

    package init(dataFolder: String) throws {
        var configuration = Configuration()
        configuration.dataFolder = dataFolder
        try self.init(configuration)
    }

    package func end() { assembly.end() }

    /// Imports into the standard account.
    @discardableResult
    package func importSeed(_ document: JSONValue) async throws -> SeedReport {
        try await assembly.importSeed(document, account: accounts.standard)
    }

    /// What an export says of a user's password.
    package func passwordMembers(ofUser name: String, pool: String) async throws -> [String: JSONValue] {
        var found: [String: JSONValue] = [:]
        try await assembly.exportSeed(account: accounts.standard) { line in
            guard line.hasPrefix("  - {"), let item = try? JSONValue(parsing: String(line.dropFirst(4))),
                item["Username"]?.string == name
            else { return }
            for member in ["PasswordHash", "SRPSalt", "SRPVerifier"] { found[member] = item[member] }
        }
        return found
    }

    /// The account of an id, the standard one if none is given.
    func account(_ id: String?) throws -> Account {
        guard let id else { return accounts.standard }
        guard let account = accounts[id] else { throw ConfigurationError("there is no account \(id)") }
        return account
    }
}
