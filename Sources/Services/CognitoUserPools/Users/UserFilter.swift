import CognitoUserPoolsModel
import ServiceKit

/// ListUsers' filter: `name = "value"` or `name ^= "start"`.
struct UserFilter: Sendable, Equatable {
    enum Comparison: Sendable { case equal, startsWith }

    var attribute: String
    var comparison: Comparison
    var value: String

    /// The attributes AWS searches by.
    private static let names: Set<String> = [
        "username", "email", "phone_number", "name", "given_name", "family_name", "preferred_username",
        "cognito:user_status", "status", "sub",
    ]

    init(_ text: String) throws {
        var rest = Substring(text).drop { $0 == " " }
        var name = rest.prefix { !" =^".contains($0) }
        rest = rest.dropFirst(name.count).drop { $0 == " " }
        if name.hasPrefix("\""), name.hasSuffix("\""), name.count > 2 { name = name.dropFirst().dropLast() }
        guard let comparison: Comparison = rest.hasPrefix("^=") ? .startsWith : rest.hasPrefix("=") ? .equal : nil
        else {
            throw Self.malformed
        }
        rest = rest.dropFirst(comparison == .startsWith ? 2 : 1).drop { $0 == " " }
        guard Self.names.contains(String(name)) else {
            throw ServiceError.invalidParameter("One or more requested attributes do not exist.")
        }
        attribute = String(name)
        self.comparison = comparison
        value = try Self.quoted(rest)
    }

    /// Text in quotation marks, those inside written with a backslash.
    private static func quoted(_ text: Substring) throws -> String {
        guard text.hasPrefix("\"") else { throw malformed }
        var value = ""
        var isEscaped = false
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if isEscaped {
                value.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                guard rest.allSatisfy({ $0 == " " }) else { throw malformed }
                return value
            } else {
                value.append(character)
            }
        }
        throw malformed
    }

    private static let malformed = ServiceError.invalidParameter("Error while parsing filter.")

    func matches(_ user: User, in pool: UserPool) -> Bool {
        guard let found = found(in: user) else { return false }
        switch attribute {
        case "cognito:user_status": return compare(found.lowercased(), value.lowercased())
        case "username", "preferred_username", "email": return compare(pool.folded(found), pool.folded(value))
        default: return compare(found, value)
        }
    }

    private func found(in user: User) -> String? {
        switch attribute {
        case "username": user.username
        case "sub": user.sub
        case "status": user.enabled ? "Enabled" : "Disabled"
        case "cognito:user_status": user.status.rawValue
        default: user.attributes[attribute]
        }
    }

    private func compare(_ found: String, _ wanted: String) -> Bool {
        comparison == .equal ? found == wanted : found.hasPrefix(wanted)
    }
}
