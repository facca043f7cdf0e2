import PolicyEngine
import ServiceKit
import Wire

/// The policy that a Lambda authorizer answers with: about `execute-api:Invoke` on the methods of an API.
package struct AuthorizerPolicy: Sendable {
    private struct Statement: Sendable {
        let isAllowed: Bool
        let actions: [String]
        let resources: [String]
    }

    private static let action = "execute-api:Invoke"
    private let statements: [Statement]

    /// Nil for what is no policy.
    package init?(_ document: JSONValue) {
        guard let statement = document["Statement"] else { return nil }
        let list = statement.array ?? [statement]
        guard !list.isEmpty else { return nil }
        var statements: [Statement] = []
        for item in list {
            let effect = item["Effect"]?.string
            guard effect == "Allow" || effect == "Deny", item["NotAction"] == nil, item["NotResource"] == nil else {
                return nil
            }
            let actions = Self.texts(item["Action"])
            let resources = Self.texts(item["Resource"])
            guard !actions.isEmpty, !resources.isEmpty else { return nil }
            statements.append(Statement(isAllowed: effect == "Allow", actions: actions, resources: resources))
        }
        self.statements = statements
    }

    package func allows(_ arn: String) -> Bool {
        let meant = statements.filter { statement in
            statement.actions.contains { Wildcard.matches($0.lowercased(), Self.action.lowercased()) }
                && statement.resources.contains { Wildcard.matches($0, arn) }
        }
        return !meant.isEmpty && meant.allSatisfy(\.isAllowed)
    }

    private static func texts(_ value: JSONValue?) -> [String] {
        value?.array?.compactMap(\.string) ?? value?.string.map { [$0] } ?? []
    }
}

/// `*` for any text, `?` for any one character.
package enum Wildcard {
    package static func matches(_ pattern: String, _ text: String) -> Bool {
        let pattern = Array(pattern.utf8)
        let text = Array(text.utf8)
        var at = 0
        var position = 0
        var star: (pattern: Int, text: Int)?
        while position < text.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                star = (at, position)
                at += 1
            } else if at < pattern.count, pattern[at] == UInt8(ascii: "?") || pattern[at] == text[position] {
                at += 1
                position += 1
            } else if let last = star {
                at = last.pattern + 1
                position = last.text + 1
                star = (last.pattern, last.text + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
