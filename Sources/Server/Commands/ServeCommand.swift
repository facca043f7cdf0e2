import ArgumentParser
import FoundationEssentials

/// `hanok serve`: starts the server and answers until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Start the server.",
        discussion: """
            Each option can also be set as HANOK_… in the environment (HANOK_PORT=4566) or in the file \
            given by --config. An option wins over the environment, the environment over the file.
            """)

    @Option(help: "The address to listen on. (default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port to listen on; 0 picks a free one. (default: 4566)")
    var port: Int?

    @Option(help: "The folder that holds everything stored. (default: ./hanok-data)")
    var data: String?

    @Option(help: "A YAML file with the settings that docs/configuration.md lists.")
    var config: String?

    @Option(help: "The address under which clients reach the server. (default: http://localhost:PORT)")
    var publicUrl: String?

    @Option(help: "'local' serves https with certificates of an own authority, in the data folder.")
    var tls: String?

    @Option(help: "The certificate chain (PEM) for https.")
    var tlsCert: String?

    @Option(help: "The private key (PEM) for https.")
    var tlsKey: String?

    @Option(help: "A seed file to import at the start; what is there already stays.")
    var seed: String?

    @Option(help: "Where the access log goes, or 'off'. (default: access.log in the data folder)")
    var accessLog: String?

    @Flag(help: "For a laptop: root key test/test, reset and open outbox. Loopback only.")
    var dev = false

    @Flag(help: "Make what the guide builds: user pool, buckets, function and APIs, with pages that use them.")
    var demo = false

    func run() async throws {
        let given = SettingsSource(
            values: [
                "host": host, "port": port.map(String.init), "data": data, "publicUrl": publicUrl,
                "tls": tls, "tls.cert": tlsCert, "tls.key": tlsKey, "accessLog": accessLog, "seed": seed,
                "dev": dev ? "true" : nil, "demo": demo ? "true" : nil,
            ].compactMapValues { $0 })
        let configuration: Configuration
        do {
            configuration = try Configuration.load(options: given, file: config)
        } catch let error as ConfigurationError {
            throw ValidationError(error.message)
        }
        do {
            try await Running(configuration).untilStopped()
        } catch let error as ConfigurationError { throw ValidationError(error.message) }
    }
}
