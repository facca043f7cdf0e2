import IAMModel
import ServiceKit

/// The tags of one user or role: at most fifty, their keys different without regard to case.
enum Tags {
    static let most = 50

    /// - Throws: `InvalidInput` where a key comes twice or is AWS's own.
    static func check(_ tags: [IAMModel.Tag]) throws {
        let keys = Set(tags.map { $0.key.lowercased() })
        guard keys.count == tags.count else {
            throw ServiceError.invalidInput(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
        }
        guard !keys.contains(where: { $0.hasPrefix("aws:") }) else {
            throw ServiceError.invalidInput("Tag keys that begin with aws: are reserved for system use.")
        }
    }
}

extension [IAMModel.Tag] {
    var byKey: [String: String] { Dictionary(map { ($0.key, $0.value) }) { $1 } }

    /// With `added` in place of those that have the same keys.
    func adding(_ added: [IAMModel.Tag], to kind: String) throws -> [IAMModel.Tag] {
        try Tags.check(added)
        let keys = Set(added.map { $0.key.lowercased() })
        let tags = filter { !keys.contains($0.key.lowercased()) } + added
        guard tags.count <= Tags.most else { throw ServiceError.quotaExceeded("TagsPer\(kind)", Tags.most) }
        return tags
    }

    func removing(_ names: [String]) -> [IAMModel.Tag] {
        let names = Set(names.map { $0.lowercased() })
        return filter { !names.contains($0.key.lowercased()) }
    }
}
