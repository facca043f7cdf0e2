import ServiceKit

/// What a route of an HTTP API is for: `GET /pets/{id}`, or `$default` for all that no other is for.
package struct RouteKey: Sendable {
    package static let methods: Set = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    private static let longest = 512

    /// Nil for `$default`.
    let method: String?
    package let path: String

    package init(_ text: String) throws {
        guard text != "$default" else {
            method = nil
            path = ""
            return
        }
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, Self.methods.contains(String(parts[0])), text.utf8.count <= Self.longest,
            PathTemplate(String(parts[1])) != nil
        else {
            throw ServiceError.badRequest(
                "The provided route key is not formatted properly for HTTP protocol. Format should be "
                    + "\"<HTTP METHOD>[SPACE]/<RESOURCE PATH>\" or \"$default\"")
        }
        method = String(parts[0])
        path = String(parts[1])
    }

    /// The key with the names of its parameters left out: two of one shape would be for the same requests.
    package static func shape(_ text: String) -> String {
        var shape = ""
        var isName = false
        for character in text {
            if character == "}" { isName = false }
            if !isName || character == "+" { shape.append(character) }
            if character == "{" { isName = true }
        }
        return shape
    }
}
