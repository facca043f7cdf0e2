import ArgumentParser
import Design
import Files
import FoundationEssentials
import Gateway
import Gzip
import Logging
import Outbound
import Synchronization

/// `hanok files`: the file manager as a server of its own, against this server or AWS.
struct FilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "files", abstract: "Start the file manager alone, against this server or AWS.",
        discussion: """
            The file has the user pool's client, the identity pool and the region, as docs/files.md lists them. \
            Secrets come from HANOK_FILES_SECRET_KEY and HANOK_FILES_CLIENT_SECRET, or from a file that is not \
            committed.
            """)

    @Option(help: "The YAML file with the settings.")
    var config: String

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 picks a free one.")
    var port = 5000

    func run() async throws {
        LoggingSystem.bootstrap { JSONLogHandler(label: $0) }
        let logger = Logger(label: "hanok")
        let environment = ProcessInfo.processInfo.environment
        let settings: StandaloneFiles
        do { settings = try StandaloneFiles(file: config, environment) } catch let error as ConfigurationError {
            throw ValidationError(error.message)
        }
        let signals = StopSignals()
        OpenFiles.raiseLimit()
        let server = DeferredPages()
        let edge = try await EdgeServer(host: host, port: port, service: server, loops: nil)
        let address = settings.address ?? "http://localhost:\(edge.port)"
        let files = settings.settings(address: address)
        server.become(
            PageServer(
                [
                    // First: the application answers for every path that is left.
                    AssetPages([FilesApplication.library]) { try? Gzip.smallest($0) },
                    FilesApplication(base: "", http: KeptConnections(caFile: settings.caFile)) { files },
                ], logger: logger))
        logger.info("ready", metadata: ["address": "\(address)"])
        print("\n  Files · 파일   \(address)/\n  callback · 콜백   \(address)/authorize\n")
        await signals.wait()
        try await edge.stop()
    }
}

/// The port is known first, since the address is made of it.
private final class DeferredPages: AnswersRequests {
    private let pages = Mutex<PageServer?>(nil)

    func become(_ server: PageServer) { pages.withLock { $0 = server } }

    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        guard let pages = pages.withLock({ $0 }) else { return HTTPAnswer(status: 503) }
        return await pages.answer(request)
    }
}
