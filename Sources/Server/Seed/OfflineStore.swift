import CognitoUserPools
import FoundationEssentials
import Logging
import PasswordHashing
import ServiceKit

/// What is stored in a data folder that no server is using, opened for one command.
struct OfflineStore {
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

    /// The account of an id, the standard one if none is given.
    func account(_ id: String?) throws -> Account {
        guard let id else { return accounts.standard }
        guard let account = accounts[id] else { throw ConfigurationError("there is no account \(id)") }
        return account
    }
}
