import ServiceKit

/// Names that the model describes by what they must not be, which its patterns are not checked for.
extension Lambda {
    /// A name of an alias: letters, digits, hyphens and underscores, and not digits alone, which are versions.
    static func checkAlias(_ name: String) throws {
        try check(name, "name", #"(?!^[0-9]+$)([a-zA-Z0-9-_]+)"#)
    }

    /// URLs are of functions or of aliases.
    static func checkURLQualifier(_ qualifier: String?) throws {
        guard let qualifier else { return }
        try check(qualifier, "qualifier", #"((?!^\d+$)^[0-9a-zA-Z-_]+$)"#)
    }

    private static func check(_ value: String, _ member: String, _ pattern: String) throws {
        let isDigits = value.utf8.allSatisfy { (48...57).contains($0) }
        let isName = value.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45
                || byte == 95
        }
        guard isDigits || !isName else { return }
        throw ServiceError.validation(
            "1 validation error detected: Value '\(value)' at '\(member)' failed to satisfy constraint: Member must satisfy "
                + "regular expression pattern: \(pattern)")
    }
}
