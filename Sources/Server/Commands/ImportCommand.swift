import ArgumentParser
import CognitoUserPools

/// `hanok import FILE`: makes the pools, clients, groups, users and domains that a seed file lists.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make what a seed file lists, in a data folder no server is using.",
        discussion: "What is there already stays as it is. docs/seed.md shows the file.")

    @Argument(help: "The seed file, YAML or JSON.")
    var file: String

    @OptionGroup var place: StorePlace

    func run() async throws {
        do {
            let store = try OfflineStore(try place.load())
            defer { store.assembly.end() }
            let report = try await store.assembly.importSeed(
                try SeedFile.read(file), account: try store.account(place.account))
            print(report.summary)
        } catch let error as ConfigurationError {
            throw ValidationError(error.message)
        } catch let failure as SeedFailure { throw ValidationError(failure.text) }
    }
}

/// Options of commands that work on a data folder.
struct StorePlace: ParsableArguments {
    @Option(help: "The folder that holds everything stored. (default: ./hanok-data)")
    var data: String?

    @Option(help: "A YAML file with the settings that docs/configuration.md lists.")
    var config: String?

    @Option(help: "The account's twelve digits. (default: 000000000000)")
    var account: String?

    func load() throws -> Configuration {
        let given = SettingsSource(values: ["data": data].compactMapValues { $0 })
        return try Configuration.load(options: given, file: config)
    }
}
