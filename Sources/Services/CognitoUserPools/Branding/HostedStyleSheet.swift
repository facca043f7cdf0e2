import ServiceKit

/// The style sheets that the hosted pages take: rules for AWS's classes, and nothing that reaches beyond them.
enum HostedStyleSheet {
    static let classes: Set<String> = [
        "logo-customizable", "banner-customizable", "label-customizable", "textDescription-customizable",
        "idpDescription-customizable", "legalText-customizable", "submitButton-customizable",
        "errorMessage-customizable", "inputField-customizable", "idpButton-customizable",
        "socialButton-customizable", "redirect-customizable", "passwordCheck-notValid-customizable",
        "passwordCheck-valid-customizable", "background-customizable",
    ]
    private static let states: Set<String> = ["hover", "focus", "active", "disabled", "visited", "placeholder"]

    static func check(_ text: String) throws {
        let sheet = try withoutComments(text)
        for banned in ["@", "<", "\\", "javascript:", "expression("] where sheet.lowercased().contains(banned) {
            throw ServiceError.invalidParameter("Invalid CSS: \(banned) is not permitted.")
        }
        var rest = Substring(sheet)
        while let open = rest.firstIndex(of: "{") {
            for selector in rest[..<open].split(separator: ",", omittingEmptySubsequences: false) {
                try check(selector: trimmed(selector))
            }
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: "}"), !rest[..<close].contains("{") else { throw unclosed }
            rest = rest[rest.index(after: close)...]
        }
        guard trimmed(rest).isEmpty else { throw unclosed }
    }

    private static let unclosed = ServiceError.invalidParameter("Invalid CSS: a rule is not closed.")

    /// `.class`, or `.class:hover`
    private static func check(selector: Substring) throws {
        let parts = selector.split(separator: ":", omittingEmptySubsequences: true)
        let isKnown =
            parts.first.map { $0.hasPrefix(".") && classes.contains(String($0.dropFirst())) } ?? false
        guard isKnown, parts.dropFirst().allSatisfy({ states.contains(String($0)) }) else {
            throw ServiceError.invalidParameter("Invalid CSS: \(selector.prefix(100)) is not a customizable class.")
        }
    }

    private static func withoutComments(_ text: String) throws -> String {
        var kept = ""
        var rest = Substring(text)
        while let start = rest.firstRange(of: "/*") {
            kept += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].firstRange(of: "*/") else { throw unclosed }
            rest = rest[end.upperBound...]
        }
        return kept + rest
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}

/// What an image is, by its first bytes.
enum ImageFormat {
    static let maxLogoBytes = 100 * 1024

    /// PNG or JPEG, as the classic hosted pages take them.
    static func logoType(_ bytes: [UInt8]) throws -> String {
        guard bytes.count <= maxLogoBytes else {
            throw ServiceError.invalidParameter("Image file size exceeds the limit of 100 KB.")
        }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        throw ServiceError.invalidParameter("Image file must be a PNG, JPG or JPEG.")
    }
}
