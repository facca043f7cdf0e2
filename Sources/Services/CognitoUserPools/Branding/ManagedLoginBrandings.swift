import CognitoUserPoolsModel
import ServiceKit
import Storage
import Wire

/// What a call gives of a style: the provided one, or settings and images.
struct BrandingInput: Sendable {
    var usesProvidedValues: Bool?
    var settings: JSONValue?
    var assets: [AssetType]?

    static let requestLimit = 3 << 20
    private static let maxSettingsBytes = 1 << 20

    func check() throws {
        guard usesProvidedValues != true || (settings == nil && assets?.isEmpty != false) else {
            throw ServiceError.invalidParameter(
                "Settings and Assets cannot be given when UseCognitoProvidedValues is true.")
        }
        if let settings, settings.members == nil {
            throw ServiceError.invalidParameter("Settings must be a JSON object.")
        }
        if let settings, settings.serialized().count > Self.maxSettingsBytes {
            throw ServiceError.invalidParameter("Settings are too large.")
        }
        for asset in assets ?? [] where asset.bytes?.isEmpty != false && asset.resourceId == nil {
            throw ServiceError.invalidParameter("An asset needs Bytes or a ResourceId.")
        }
    }

    /// What is not given stays as it was, AWS says: settings are joined member by member, an image takes the
    /// place of the one of its kind.
    func apply(
        to branding: inout ManagedLoginBranding, _ randomness: any Randomness, _ transaction: any Transaction
    ) throws {
        if usesProvidedValues == true {
            try discard(branding.assets, of: branding, transaction)
            branding.assets = []
            branding.settings = nil
            branding.usesProvidedValues = true
            return
        }
        if let settings {
            let former = try branding.settings.map { try JSONValue(parsing: $0) }
            let joined = former.map { $0.joined(with: settings) } ?? settings
            branding.settings = String(decoding: joined.serialized(), as: UTF8.self)
        }
        for given in assets ?? [] {
            var asset = ManagedLoginBranding.Asset(
                category: given.category, colorMode: given.colorMode, fileExtension: given.extension,
                resourceID: given.resourceId)
            if let bytes = given.bytes, !bytes.isEmpty {
                let image = PoolImage(
                    poolID: branding.poolID, id: randomness.uuid(), contentType: given.extension.contentType,
                    bytes: bytes)
                try transaction.save(image)
                asset.imageID = image.id
            }
            let replaced = branding.assets.filter { $0.isInPlace(of: asset) }
            try discard(replaced, of: branding, transaction)
            branding.assets.removeAll { $0.isInPlace(of: asset) }
            branding.assets.append(asset)
        }
        guard branding.assets.count <= ManagedLoginBranding.maxAssets else {
            throw ServiceError.invalidParameter("A style can have up to \(ManagedLoginBranding.maxAssets) assets.")
        }
        branding.usesProvidedValues = branding.settings == nil && branding.assets.isEmpty
    }

    private func discard(
        _ assets: [ManagedLoginBranding.Asset], of branding: ManagedLoginBranding, _ transaction: any Transaction
    ) throws {
        for image in assets.compactMap(\.imageID) {
            try transaction.delete(PoolImage.key(branding.poolID, image).bytes)
        }
    }
}

extension JSONValue {
    /// Objects member by member, anything else as the newer says.
    fileprivate func joined(with newer: JSONValue) -> JSONValue {
        guard let members, let newMembers = newer.members else { return newer }
        var joined = members
        for member in newMembers {
            if let index = joined.firstIndex(where: { $0.key == member.key }) {
                joined[index].value = joined[index].value.joined(with: member.value)
            } else {
                joined.append(member)
            }
        }
        return .object(joined)
    }
}

extension AssetExtensionType {
    fileprivate var contentType: String {
        switch self {
        case .ico: "image/x-icon"
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .svg: "image/svg+xml"
        default: "image/webp"
        }
    }
}

extension Snapshot {
    func branding(_ id: String, of pool: UserPool) throws -> ManagedLoginBranding {
        guard let branding = try find(ManagedLoginBranding.self, ManagedLoginBranding.key(pool.id, id)) else {
            throw ServiceError(
                CognitoUserPoolsErrors.resourceNotFound, "Managed login branding \(id) does not exist.")
        }
        return branding
    }

    /// The style of a client's pages, if it has one.
    func branding(ofClient id: String, in pool: UserPool) throws -> ManagedLoginBranding? {
        try find(ManagedLoginBranding.self, index: ManagedLoginBranding.index(pool.id, clientID: id))
    }

    /// The style as replies show it, images and all.
    func reply(_ branding: ManagedLoginBranding) throws -> ManagedLoginBrandingType {
        let assets = try branding.assets.map { asset in
            let image = try asset.imageID.flatMap { try find(PoolImage.self, PoolImage.key(branding.poolID, $0)) }
            return AssetType(
                category: asset.category, colorMode: asset.colorMode, extension: asset.fileExtension,
                bytes: image?.bytes, resourceId: asset.resourceID)
        }
        return ManagedLoginBrandingType(
            managedLoginBrandingId: branding.id, userPoolId: branding.poolID,
            useCognitoProvidedValues: branding.usesProvidedValues,
            settings: try branding.settings.map { try JSONValue(parsing: $0) },
            assets: assets.isEmpty ? nil : assets, creationDate: branding.createdAt,
            lastModifiedDate: branding.modifiedAt)
    }
}
