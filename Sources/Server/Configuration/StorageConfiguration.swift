import FoundationEssentials
import S3
import Yams

/// `s3:` and `kms:` of the configuration.
enum StorageConfiguration {
    static let settingNames = ["s3.newBuckets", "s3.defaultEncryption", "s3.lifecycleDaySeconds", "s3.keyRotationDays"]

    static func read(_ settings: [String: String]) throws -> StorageSettings {
        var storage = StorageSettings()
        if let value = settings["s3.newBuckets"] {
            guard value == "current" || value == "legacy" else {
                throw ConfigurationError("s3.newBuckets is neither current nor legacy: \(value)")
            }
            storage.makesLegacyBuckets = value == "legacy"
        }
        if let value = settings["s3.defaultEncryption"] {
            guard value == "none" || value == "AES256" else {
                throw ConfigurationError("s3.defaultEncryption is neither none nor AES256: \(value)")
            }
            storage.encryptsByDefault = value == "AES256"
        }
        if let seconds = try Configuration.number("s3.lifecycleDaySeconds", in: 1...86_400, settings) {
            storage.lifecycleDaySeconds = Double(seconds)
        }
        if let days = try Configuration.number("s3.keyRotationDays", in: 1...36_500, settings) {
            storage.keyRotationDays = days
        }
        return storage
    }

    private static let keySettings: Set<String> = ["id", "account", "region", "alias", "material"]

    /// `kms.keys:` of the file.
    static func keys(_ root: Node, standardRegion: String) throws -> [KMSKey] {
        guard let kms = root.mapping?["kms"] else { return [] }
        guard let mapping = kms.mapping else { throw ConfigurationError("kms is not a mapping") }
        for name in mapping.keys.compactMap(\.string) where name != "keys" {
            throw ConfigurationError("the configuration file has a setting that does not exist: kms.\(name)")
        }
        guard let list = mapping["keys"] else { return [] }
        guard let items = list.sequence else { throw ConfigurationError("kms.keys is not a list") }
        let keys = try items.map { try key($0, standardRegion: standardRegion) }
        let names = keys.map { "\($0.account)/\($0.region)/\($0.id)" }
        guard Set(names).count == names.count else { throw ConfigurationError("kms.keys has an id twice") }
        return keys
    }

    private static func key(_ node: Node, standardRegion: String) throws -> KMSKey {
        guard let mapping = node.mapping else { throw ConfigurationError("a key of kms.keys is not a mapping") }
        for name in mapping.keys.compactMap(\.string) where !keySettings.contains(name) {
            throw ConfigurationError("a key of kms.keys has a setting that does not exist: \(name)")
        }
        guard let id = mapping["id"]?.scalar?.string, UUID(uuidString: id) != nil else {
            throw ConfigurationError("a key of kms.keys needs an id, a UUID")
        }
        let alias = mapping["alias"]?.scalar?.string
        if let alias, !alias.hasPrefix("alias/") || alias.hasPrefix("alias/aws/") {
            throw ConfigurationError("the alias of a key begins with alias/, and not with alias/aws/: \(alias)")
        }
        let texts =
            mapping["material"]?.sequence?.compactMap { $0.scalar?.string }
            ?? mapping["material"]?.scalar.map { [$0.string] } ?? []
        let materials = try texts.map { text in
            guard let bytes = Data(base64Encoded: text), bytes.count == 32 else {
                throw ConfigurationError("the material of a key is 32 bytes in base64, of key \(id) one is not")
            }
            return [UInt8](bytes)
        }
        guard !materials.isEmpty else { throw ConfigurationError("key \(id) of kms.keys has no material") }
        return KMSKey(
            id: id.lowercased(), account: mapping["account"]?.scalar?.string ?? "000000000000",
            region: mapping["region"]?.scalar?.string ?? standardRegion, alias: alias, materials: materials)
    }
}
