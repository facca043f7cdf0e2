import Crypto

/// The files of some pages. Their addresses carry one hash of them all: what a page has loaded stays with it for good,
/// modules find one another by relative names, and no page ever gets a file of another version.
package struct AssetLibrary: Sendable {
    package static let folder = "/_hanok/assets/"

    package let name: String
    package let hash: String
    package let assets: [Asset]

    package init(_ name: String, _ assets: [Asset]) {
        self.name = name
        self.assets = assets.sorted { $0.name < $1.name }
        var hasher = SHA256()
        for asset in self.assets { hasher.update(data: Array("\(asset.name) \(asset.hash)\n".utf8)) }
        hash = String(Asset.hex(hasher.finalize()).prefix(16))
    }

    /// What stands before the names of its files.
    package var path: String { Self.folder + name + "/" + hash + "/" }

    package func address(of name: String) -> String { path + name }

    func asset(at path: String) -> Asset? {
        guard path.hasPrefix(self.path) else { return nil }
        let name = path.dropFirst(self.path.utf8.count)
        return assets.first { $0.name == name }
    }
}
