import ServiceKit

/// How many tags a group has, and which are AWS's own.
enum NewTags {
    static let most = 50
    private static let reserved = "aws:"

    /// - Returns: what a group has once these are added; nil if those are too many.
    static func adding(_ tags: [String: String], to present: [String: String] = [:]) throws -> [String: String]? {
        for key in tags.keys where key.lowercased().hasPrefix(reserved) {
            throw ServiceError.invalidParameter("Tag keys that begin with \(reserved) are reserved: \(key)")
        }
        let all = present.merging(tags) { $1 }
        return all.count <= most ? all : nil
    }
}
