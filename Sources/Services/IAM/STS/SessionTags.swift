import STSModel
import ServiceKit

/// The tags of a session to be: those asked for, and those that go on from the session that asks.
struct SessionTags: Sendable {
    let all: [String: String]
    /// Keys that go on through every further role.
    let transitive: [String]

    static let most = 50

    /// - Throws: `InvalidParameterValue` where a key comes twice without regard to case, where a transitive
    ///   key has no tag, or where a tag would replace one that is handed on.
    init(_ asked: [STSModel.Tag], transitive keys: [String], from caller: Caller) throws {
        guard Set(asked.map { $0.key.lowercased() }).count == asked.count else {
            throw Self.invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
        }
        guard !asked.contains(where: { $0.key.lowercased().hasPrefix("aws:") }) else {
            throw Self.invalid("Tag keys that begin with aws: are reserved for system use.")
        }
        let names = Set(asked.map { $0.key.lowercased() })
        guard keys.allSatisfy({ names.contains($0.lowercased()) }) else {
            throw Self.invalid("The specified transitive tag key must be included in the requested tags.")
        }
        var handedOn: [String: String] = [:]
        var handedKeys: [String] = []
        if case .role(let session) = caller {
            handedKeys = session.transitiveTagKeys
            for key in handedKeys { handedOn[key] = session.tags[key] }
        }
        guard handedKeys.allSatisfy({ !names.contains($0.lowercased()) }) else {
            throw Self.invalid(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key "
                    + "from the calling session.")
        }
        all = Dictionary(asked.map { ($0.key, $0.value) }) { $1 }.merging(handedOn) { $1 }
        // As the tag is spelled: it is by that name that it goes on.
        transitive =
            asked.map(\.key).filter { key in keys.contains { $0.lowercased() == key.lowercased() } } + handedKeys
    }

    private static func invalid(_ sentence: String) -> ServiceError { ServiceError("InvalidParameterValue", sentence) }

    /// The condition keys that a request with tags has.
    static func conditionKeys(_ tags: [STSModel.Tag]?, transitive: [String]?) -> [String: [String]] {
        var keys: [String: [String]] = [:]
        if let tags, !tags.isEmpty {
            keys["aws:TagKeys"] = tags.map(\.key)
            for tag in tags { keys["aws:RequestTag/\(tag.key)"] = [tag.value] }
        }
        if let transitive, !transitive.isEmpty { keys["sts:TransitiveTagKeys"] = transitive }
        return keys
    }
}
