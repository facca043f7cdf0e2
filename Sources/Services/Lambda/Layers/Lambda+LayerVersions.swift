import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func layer(_ name: String, _ version: Int, _ call: Call) throws -> LayerAddress {
        guard version >= 1 else { throw ServiceError.invalid("Layer Version Cannot be less than 1") }
        return LayerAddress(name, version: version, accountID: call.accountID, region: call.region)
    }

    /// For the permissions of operations, which come before any check.
    static func layerARN(_ name: String, _ call: Call) -> String { layerARN(name, nil, call) }

    static func layerARN(_ name: String, _ version: Int?, _ call: Call) -> String {
        guard !name.isEmpty else { return "" }
        return LayerAddress(name, version: version, accountID: call.accountID, region: call.region).versionARN
    }

    static let noLayer = ServiceError.notFound("The resource you requested does not exist.")

    func answer(_ version: LayerVersion, _ call: Call) throws -> GetLayerVersionResponse {
        GetLayerVersionResponse(
            content: LayerVersionContentOutput(
                location: try codeLink(version.code, at: call.time), codeSha256: version.code.sha256,
                codeSize: version.code.size),
            layerArn: version.address.arn, layerVersionArn: version.address.versionARN,
            description: version.description, createdDate: Self.lastModified(version.createdAt),
            version: version.number, compatibleRuntimes: version.runtimeNames, licenseInfo: version.license,
            compatibleArchitectures: version.architectureNames)
    }
}

extension Snapshot {
    func layerVersion(_ address: LayerAddress) throws -> LayerVersion? {
        try find(LayerVersion.self, LayerVersion.key(address))
    }

    func requireForPolicy(_ address: LayerAddress) throws -> LayerVersion {
        guard let version = try layerVersion(address) else {
            throw ServiceError.notFound("Layer version \(address.versionARN) does not exist.")
        }
        return version
    }
}

extension Transaction {
    /// Of these archives of layers, those that neither a layer nor a function has any more: their owner's rows go.
    func unusedArchives(of layers: [FunctionVersion.LayerReference]) throws -> [CodeReference] {
        try layers.compactMap { layer in
            if let address = LayerAddress(arn: layer.arn), let standing = try layerVersion(address),
                standing.code.blob == layer.code.blob
            {
                return nil
            }
            return try isUsed(layer.code) ? nil : try disown(layer.code)
        }
    }

    /// A layer may have gone since it was looked up.
    func checkAreThere(_ layers: [FunctionVersion.LayerReference]) throws {
        for layer in layers {
            guard let id = BlobID(name: layer.code.blob), try exists(id.row) else {
                throw ServiceError.invalid("Layer version \(layer.arn) does not exist.")
            }
        }
    }

    /// Whether a version of a function has it among its layers.
    func isUsed(_ code: CodeReference) throws -> Bool {
        let range = ScanRange(prefix: FunctionVersion.layerUses(code).bytes, maxEntries: 1, keysOnly: true)
        return try !scan(range).entries.isEmpty
    }

    func disown(_ code: CodeReference) throws -> CodeReference {
        if let id = BlobID(name: code.blob) { try delete(id.row.bytes) }
        return code
    }
}

extension FunctionVersion {
    /// Rows of the versions that have an archive among their layers.
    static func layerUses(_ code: CodeReference) -> Key { Key(table: .functionsByLayer).text(code.blob) }

    func layerUses(of key: Key) -> [Key] { layers.map { Self.layerUses($0.code).raw(key.bytes) } }
}
