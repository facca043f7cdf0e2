import AWSClient
import CognitoUserPools
import FoundationEssentials
import Gateway
import LocalCA
import Logging
import NIOCore
import NIOSSL
import PasswordHashing
import ServiceKit

#if canImport(Glibc)
    import Glibc
#endif

/// One server from start to stop.
package struct Running: Sendable {
    private let configuration: Configuration
    private let logger: Logger

    package init(_ configuration: Configuration) {
        self.configuration = configuration
        LoggingSystem.bootstrap { JSONLogHandler(label: $0) }
        logger = Logger(label: "hanok")
    }

    /// Answers until SIGTERM or SIGINT, then lets requests in flight finish.
    package func untilStopped() async throws {
        let signals = StopSignals()
        OpenFiles.raiseLimit()
        let folder = try DataFolder(configuration.dataFolder)
        let local = try localTLS(folder)
        let scheme = configuration.certificateFile == nil && local == nil ? "http" : "https"
        let door = Door()
        let tls = try local?.context() ?? tls()
        let edge = try await EdgeServer(
            host: configuration.host, port: configuration.port, service: door, tls: tls, loops: nil)
        let publicURL = configuration.publicURL ?? "\(scheme)://localhost:\(edge.port)"
        let ground = try Assembly.Ground(
            configuration, folder: folder, publicURL: publicURL,
            passwords: PasswordHashing(parallel: System.coreCount), accessLog: accessLog(folder),
            auditLog: auditLog(folder), logger: logger,
            authorityCertificate: local?.authority.certificatePEM,
            sockets: SandboxSockets(door: door, tls: tls), own: DoorCalls(door: door))
        let generation = try folder.generation()
        folder.removeOthers(than: generation)
        if configuration.isDemonstration { demonstrate(ground, door, publicURL) }
        let frontDoor = try FrontDoor(ground: ground, generation: generation)
        try await importSeed(frontDoor, ground.accounts.standard)
        door.open(frontDoor)
        let address = "\(scheme)://\(configuration.host):\(edge.port)"
        await ground.demonstration.make(logger)
        logger.info("ready", metadata: ["address": "\(address)", "data": "\(folder.path)"])
        Greeting(
            address: address, publicURL: publicURL, dataFolder: folder.path, key: ground.rootKeys.standard,
            showsSecret: ground.rootKeys.isNew || configuration.isDevelopment, region: configuration.region,
            demonstration: ground.demonstration.places
        ).show()
        await signals.wait()
        logger.info("stopping")
        try await edge.stop()
        await frontDoor.finish()
        frontDoor.close()
        logger.info("stopped")
    }

    private func demonstrate(_ ground: Assembly.Ground, _ door: Door, _ publicURL: String) {
        let key = ground.rootKeys.standard
        let endpoints = AWSEndpoints(address: publicURL, region: configuration.region)
        let folder = ground.folder.path
        ground.demonstration.become { isWanted in
            let client = AWSClient(
                endpoints, credentials: AWSCredentials(accessKeyID: key.id, secretAccessKey: key.secret),
                http: DoorCalls(door: door, isWanted: isWanted))
            return try await DemoBuilder(client: client, publicURL: publicURL, folder: folder).build()
        }
    }

    private func importSeed(_ frontDoor: FrontDoor, _ account: Account) async throws {
        guard let file = configuration.seedFile else { return }
        do {
            let report = try await frontDoor.importSeed(try SeedFile.read(file), account: account)
            logger.info("seed imported", metadata: ["file": "\(file)", "report": "\(report.summary)"])
        } catch let failure as SeedFailure { throw ConfigurationError("the seed file \(file): \(failure.text)") }
    }

    private func accessLog(_ folder: DataFolder) -> AccessLog? {
        switch configuration.accessLog {
        case "off": nil
        case let path?: AccessLog(path: path)
        case nil: AccessLog(path: folder.path + "/access.log")
        }
    }

    private func auditLog(_ folder: DataFolder) -> JSONLinesFile? {
        guard configuration.auditLog != "off" else { return nil }
        return JSONLinesFile(
            path: configuration.auditLog ?? folder.path + "/audit.log", rotationBytes: configuration.auditRotationBytes,
            kept: configuration.keptAuditLogs)
    }

    private func localTLS(_ folder: DataFolder) throws -> LocalTLS? {
        guard configuration.usesLocalAuthority else { return nil }
        let given = configuration.publicURL?.firstRange(of: "://").map { range in
            String(configuration.publicURL?[range.upperBound...].prefix { $0 != ":" && $0 != "/" } ?? "")
        }
        let names = [given, "localhost", "127.0.0.1", "::1", configuration.host].compactMap { $0 }
        return try LocalTLS(folder, names: names.enumerated().filter { names.firstIndex(of: $1) == $0 }.map(\.element))
    }

    private func tls() throws -> NIOSSLContext? {
        guard let certificate = configuration.certificateFile, let key = configuration.privateKeyFile else {
            return nil
        }
        let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        settings.minimumTLSVersion = .tlsv12
        settings.applicationProtocols = ["http/1.1"]
        return try NIOSSLContext(configuration: settings)
    }
}
