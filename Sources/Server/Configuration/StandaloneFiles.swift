import Crypto
import Files
import FoundationEssentials
import Yams

/// The file of `hanok files`: the keys that the document's `config.yaml` has, and some of ours below `files`.
struct StandaloneFiles {
    private static let leastSecret = 16
    /// What examples and templates have in the place of a secret.
    private static let placeholders: Set = [
        "your_flask_secret_key", "your_secret_key", "your_client_secret", "default_secret", "secret", "changeme",
        "change-me", "change_me", "password",
    ]

    let address: String?
    let caFile: String?
    private let issuer: String
    private let metadataURL: String?
    private let clientID: String
    private let clientSecret: String
    private let identityPoolID: String
    private let providerName: String
    private let region: String
    private let endpoint: String?
    private let buckets: [String]
    private let home: String?
    private let secret: [UInt8]

    init(file path: String, _ environment: [String: String]) throws {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw ConfigurationError("the file \(path) cannot be read")
        }
        let root: Node
        do { root = try Yams.compose(yaml: String(decoding: data, as: UTF8.self)) ?? Node([:]) } catch {
            throw ConfigurationError("the file \(path) is not YAML: \(error)")
        }
        func value(_ section: String, _ name: String) -> String? {
            root.mapping?[Node(section)]?.mapping?[Node(name)]?.scalar?.string
        }
        func needed(_ section: String, _ name: String) throws -> String {
            guard let value = value(section, name), !value.isEmpty else {
                throw ConfigurationError("\(path) lacks \(section).\(name)")
            }
            return value
        }
        region = try needed("aws", "region")
        issuer = try needed("cognito", "authority")
        metadataURL = value("cognito", "metadata_url")
        clientID = try needed("cognito", "client_id")
        identityPoolID = try needed("cognito", "identity_pool_id")
        providerName = try needed("cognito", "user_pool_provider_name")
        clientSecret = try Self.secret(
            environment["HANOK_FILES_CLIENT_SECRET"] ?? value("cognito", "client_secret"),
            "the client's secret", "HANOK_FILES_CLIENT_SECRET or cognito.client_secret")
        let key = try Self.secret(
            environment["HANOK_FILES_SECRET_KEY"] ?? environment["FLASK_SECRET_KEY"] ?? value("files", "secret_key")
                ?? value("flask", "secret_key"), "the secret key", "HANOK_FILES_SECRET_KEY or files.secret_key")
        secret = Array(SHA256.hash(data: Array(key.utf8)))
        endpoint = environment["AWS_ENDPOINT_URL"] ?? value("files", "endpoint")
        address = value("files", "address").map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        caFile = value("files", "ca")
        home = value("files", "home")
        let listed = root.mapping?["files"]?.mapping?["buckets"]
        buckets =
            listed?.sequence?.compactMap(\.scalar?.string)
            ?? (listed?.scalar?.string ?? "").split { $0 == "," || $0 == " " }.map(String.init)
    }

    /// Secrets that everybody knows are none.
    private static func secret(_ value: String?, _ what: String, _ place: String) throws -> String {
        guard let value, !value.isEmpty else { throw ConfigurationError("\(what) is missing: set \(place)") }
        guard !placeholders.contains(value.lowercased()), value.utf8.count >= leastSecret else {
            throw ConfigurationError(
                "\(what) is a default or shorter than \(leastSecret) characters: set \(place) to one of your own")
        }
        return value
    }

    func settings(address: String) -> FilesSettings {
        FilesSettings(
            issuer: issuer, metadataURL: metadataURL, clientID: clientID, clientSecret: clientSecret,
            identityPoolID: identityPoolID, providerName: providerName, region: region, endpoint: endpoint,
            buckets: buckets, home: home, address: address, secret: secret)
    }
}
