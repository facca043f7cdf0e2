/// STS's rules for the tags of a session.
package enum PrincipalTags {
    private static let most = 50
    private static let mostBytes = 8192
    private static let longestName = 128
    private static let longestValue = 256

    /// Whether a session may be tagged so.
    package static func areValid(_ tags: [String: String]) -> Bool {
        guard tags.count <= most, tags.reduce(0, { $0 + $1.key.utf8.count + $1.value.utf8.count }) <= mostBytes
        else { return false }
        return tags.allSatisfy { name, value in
            !name.isEmpty && name.unicodeScalars.count <= longestName && isText(name)
                && !name.lowercased().hasPrefix("aws:") && value.unicodeScalars.count <= longestValue
                && isText(value)
        }
    }

    private static func isText(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                .decimalNumber, .letterNumber, .otherNumber, .spaceSeparator, .lineSeparator, .paragraphSeparator:
                true
            default: "_.:/=+-@".unicodeScalars.contains(scalar)
            }
        }
    }
}
