import DynamoDBModel
import ServiceKit

/// "Tagging restrictions in DynamoDB".
enum NewTags {
    private static let most = 50
    private static let reserved = "aws:"

    /// What a resource has once these are added.
    static func adding(_ tags: [Tag], to present: [String: String] = [:]) throws -> [String: String] {
        var all = present
        for tag in tags {
            guard !tag.key.lowercased().hasPrefix(reserved) else {
                throw ServiceError.invalidParameters("Tag keys that begin with \(reserved) are reserved: \(tag.key)")
            }
            all[tag.key] = tag.value
        }
        guard all.count <= most else {
            throw ServiceError.invalidParameters("Too many tags: a resource has \(most) at most")
        }
        return all
    }
}
