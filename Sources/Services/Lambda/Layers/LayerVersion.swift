import FoundationEssentials
import LambdaModel
import ServiceKit
import Storage

/// A layer's name in an account and region; it stays when all its versions are gone, so that no number comes twice.
struct LayerName: Record, Codable {
    static let table = TableID.functionLayers

    var accountID: String
    var region: String
    var name: String
    var lastVersion: Int

    var key: Key { Self.key(accountID, region, name) }
    static func key(_ accountID: String, _ region: String, _ name: String) -> Key {
        listing(accountID, region).text(name)
    }
    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .functionLayers).text(accountID).text(region)
    }

    var arn: String { LayerAddress(accountID: accountID, region: region, name: name).arn }
}

/// One version of a layer. The newest stands first.
struct LayerVersion: Record, Codable {
    static let table = TableID.functionLayerVersions

    var accountID: String
    var region: String
    var name: String
    var number: Int
    var description: String
    var runtimes: [String]?
    var architectures: [String]?
    var license: String?
    var code: CodeReference
    var createdAt: Date
    var policy: FunctionPolicy?

    var key: Key { Self.key(address) }
    var address: LayerAddress { LayerAddress(accountID: accountID, region: region, name: name, version: number) }

    static func key(_ address: LayerAddress) -> Key {
        listing(address).number(UInt64.max - UInt64(max(0, address.version ?? 0)))
    }
    static func listing(_ address: LayerAddress) -> Key {
        Key(table: .functionLayerVersions).text(address.accountID).text(address.region).text(address.name)
    }

    func fits(_ runtime: String?, _ architecture: String?) -> Bool {
        if let runtime, runtimes?.contains(runtime) != true { return false }
        if let architecture, architectures?.contains(architecture) != true { return false }
        return true
    }

    var item: LayerVersionsListItem {
        LayerVersionsListItem(
            layerVersionArn: address.versionARN, version: number, description: description,
            createdDate: Lambda.lastModified(createdAt), compatibleRuntimes: runtimeNames, licenseInfo: license,
            compatibleArchitectures: architectureNames)
    }

    var runtimeNames: [RuntimeName]? { runtimes?.map { RuntimeName(rawValue: $0) } }
    var architectureNames: [Architecture]? { architectures?.map { Architecture(rawValue: $0) } }
}
