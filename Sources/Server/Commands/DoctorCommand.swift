import ArgumentParser
import Lambda

/// `hanok doctor`: tells what this machine has of what functions need, and how to get the rest.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Say what this machine has to run functions with, and how to get the rest.")

    @Option(help: "The configuration file whose lambda: settings count.")
    var config: String?

    func run() async throws {
        let configuration: Configuration
        do {
            configuration = try Configuration.load(options: SettingsSource(values: [:]), file: config)
        } catch let error as ConfigurationError { throw ValidationError(error.message) }
        let reports = InstalledRuntimes(configuration.functions, ownFolder: "").report()
        for report in reports { print("\(report.isThere ? "ok     " : "missing") \(report.part): \(report.text)") }
        if reports.contains(where: { !$0.isThere }) { throw ExitCode(1) }
    }
}
