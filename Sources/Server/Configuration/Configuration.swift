import Albums
import Files
import CloudWatchLogs
import FoundationEssentials
import Lambda
import PolicyEngine
import S3
import ServiceKit
import Yams

/// Everything that can be set. An option wins over the environment, the environment over the file,
/// the file over the default.
package struct Configuration: Sendable {
    package var host = "127.0.0.1"
    package var port = 4566
    package var dataFolder = "./hanok-data"
    package var publicURL: String?
    package var isDevelopment = false
    /// Makes what the documents build, for who wants to see it work.
    package var isDemonstration = false
    package var region = "us-east-1"
    /// The issuer of a pool's tokens, with `{region}` and `{poolId}`; nil is below the public address.
    package var issuerTemplate: String?
    package var certificateFile: String?
    package var privateKeyFile: String?
    /// Certificates of an authority of the data folder's own.
    package var usesLocalAuthority = false
    /// A path, or `off`.
    package var accessLog: String?
    /// A path, or `off`.
    package var auditLog: String?
    package var auditRotationBytes = 64 << 20
    package var keptAuditLogs = 10
    /// Denials whose explanation is kept; older ones go.
    package var keptExplanations = 5000
    package var root: RootKey?
    package var accounts: [AccountSettings] = []
    /// Pools' signing keys older than this are rotated; nil never.
    package var keyRotationDays: Int?
    /// A seed file that is imported before the first request is answered.
    package var seedFile: String?
    /// Where mail goes; nil keeps it in the outbox.
    package var smtp: SMTPSettings?
    /// Certificates that calls to other servers trust in the place of the system's, PEM.
    package var outboundCAFile: String?
    /// Addresses and ranges of proxies whose headers tell where a request comes from.
    package var trustedProxies: [String] = []
    package var storage = StorageSettings()
    package var functions = LambdaSettings()
    package var logs = LogsSettings()
    /// Nil without albums.
    package var albums: AlbumsSettings?
    /// Nil without a file manager.
    package var files: FilesConfiguration?

    package init() {}

    package struct RootKey: Sendable {
        package var id: String
        package var secret: String

        package init(id: String, secret: String) {
            self.id = id
            self.secret = secret
        }
    }

    package struct AccountSettings: Sendable {
        package var id: String
        package var name: String
        package var email: String
        package var canonicalUserID: String?
        package var accessKeys: [RootKey]

        package init(
            id: String, name: String, email: String, canonicalUserID: String? = nil, accessKeys: [RootKey] = []
        ) {
            self.id = id
            self.name = name
            self.email = email
            self.canonicalUserID = canonicalUserID
            self.accessKeys = accessKeys
        }
    }

    static let settingNames =
        [
            "host", "port", "data", "publicUrl", "dev", "demo", "region", "issuer", "tls", "tls.cert", "tls.key",
            "accessLog",
            "audit.log", "audit.rotateMegabytes", "audit.keep", "explain.keep", "seed",
            "signingKeys.rotationDays",
            "logs.retentionDaySeconds", "root.accessKeyId", "root.secretAccessKey", "smtp.host", "smtp.port",
            "smtp.security", "smtp.username",
            "smtp.password", "smtp.from", "smtp.ca", "outbound.ca", "proxies.trusted",
        ] + StorageConfiguration.settingNames + FunctionSettings.settingNames + AlbumsConfiguration.settingNames
        + FilesConfiguration.settingNames

    static func load(options: SettingsSource, file path: String?) throws -> Configuration {
        let environment = ProcessInfo.processInfo.environment
        let root = try (path ?? environment["HANOK_CONFIG"]).map(readFile)
        let file = try root.map(SettingsSource.file) ?? SettingsSource(values: [:])
        try refuseUnknown(file)
        let merged = file.values
            .merging(SettingsSource.environment(environment).values) { _, later in later }
            .merging(options.values) { _, later in later }
        var configuration = try Configuration(settings: merged)
        configuration.accounts = try root.map(AccountList.read) ?? []
        configuration.storage.kmsKeys =
            try root.map { try StorageConfiguration.keys($0, standardRegion: configuration.region) } ?? []
        configuration.functions.runtimes = try root.map(FunctionSettings.runtimes) ?? [:]
        if merged[AlbumsConfiguration.networks] == nil {
            configuration.albums?.networks = try root.map(AlbumsConfiguration.listedNetworks) ?? []
        }
        try configuration.check()
        return configuration
    }

    private static func readFile(_ path: String) throws -> Node {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw ConfigurationError("the configuration file \(path) cannot be read")
        }
        do {
            return try Yams.compose(yaml: String(decoding: data, as: UTF8.self)) ?? Node([:])
        } catch {
            throw ConfigurationError("the configuration file \(path) is not YAML: \(error)")
        }
    }

    private static func refuseUnknown(_ file: SettingsSource) throws {
        for name in file.values.keys.sorted() where !settingNames.contains(name) && !name.hasPrefix("lambda.runtimes.")
        {
            throw ConfigurationError("the configuration file has a setting that does not exist: \(name)")
        }
    }

    private init(settings: [String: String]) throws {
        if let value = settings["host"] { host = value }
        if let value = settings["port"] {
            guard let number = Int(value), (0...65_535).contains(number) else {
                throw ConfigurationError("port is not a number from 0 to 65535: \(value)")
            }
            port = number
        }
        if let value = settings["data"] { dataFolder = value }
        if let value = settings["region"] { region = value }
        publicURL = settings["publicUrl"].map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        issuerTemplate = settings["issuer"]
        if let value = settings["tls"] {
            guard value == "local" else { throw ConfigurationError("tls takes one word, local: \(value)") }
            usesLocalAuthority = true
        }
        certificateFile = settings["tls.cert"]
        privateKeyFile = settings["tls.key"]
        accessLog = settings["accessLog"]
        auditLog = settings["audit.log"]
        if let megabytes = try Self.number("audit.rotateMegabytes", in: 1...10_000, settings) {
            auditRotationBytes = megabytes << 20
        }
        if let count = try Self.number("audit.keep", in: 1...1000, settings) { keptAuditLogs = count }
        if let count = try Self.number("explain.keep", in: 1...1_000_000, settings) { keptExplanations = count }
        seedFile = settings["seed"]
        keyRotationDays = try Self.number("signingKeys.rotationDays", in: 1...3650, settings)
        smtp = try SMTPSettings(settings)
        outboundCAFile = settings["outbound.ca"]
        trustedProxies = try Self.networks("proxies.trusted", settings)
        storage = try StorageConfiguration.read(settings)
        functions = try FunctionSettings.read(settings)
        albums = try AlbumsConfiguration.read(settings, standardRegion: region)
        files = try FilesConfiguration(settings, standardRegion: region)
        if let seconds = try Self.number("logs.retentionDaySeconds", in: 1...86_400, settings) {
            logs.retentionDaySeconds = Double(seconds)
        }
        isDevelopment = try Self.flag("dev", settings)
        isDemonstration = try Self.flag("demo", settings)
        let id = settings["root.accessKeyId"]
        let secret = settings["root.secretAccessKey"]
        switch (id, secret) {
        case (let id?, let secret?): root = RootKey(id: id, secret: secret)
        case (nil, nil): root = nil
        default: throw ConfigurationError("the root access key id and its secret must be set together")
        }
    }

    private static func flag(_ name: String, _ settings: [String: String]) throws -> Bool {
        guard let value = settings[name] else { return false }
        guard ["true", "false", "1", "0"].contains(value) else {
            throw ConfigurationError("\(name) is neither true nor false: \(value)")
        }
        return value == "true" || value == "1"
    }

    private static func networks(_ name: String, _ settings: [String: String]) throws -> [String] {
        let networks = (settings[name] ?? "").split { $0 == "," || $0 == " " }.map(String.init)
        for network in networks where !PolicyValue.isAddress(network) {
            throw ConfigurationError("\(name) has what is no address and no range: \(network)")
        }
        return networks
    }

    static func number(
        _ name: String, in range: ClosedRange<Int>, _ settings: [String: String]
    ) throws -> Int? {
        guard let value = settings[name] else { return nil }
        guard let number = Int(value), range.contains(number) else {
            throw ConfigurationError(
                "\(name) is not a number from \(range.lowerBound) to \(range.upperBound): \(value)")
        }
        return number
    }

    private func check() throws {
        if isDevelopment && !["127.0.0.1", "localhost", "::1"].contains(host) {
            throw ConfigurationError("--dev has a root key that everybody knows: it listens on loopback only")
        }
        if (certificateFile == nil) != (privateKeyFile == nil) {
            throw ConfigurationError("--tls-cert and --tls-key must be set together")
        }
        if usesLocalAuthority, certificateFile != nil {
            throw ConfigurationError("--tls local and --tls-cert exclude one another")
        }
    }
}
