import ServiceKit
import Wire

/// `x-amz-copy-source`: `/bucket/key` or `bucket/key`, percent-encoded, with an optional version.
struct CopySource: Sendable {
    var bucket: String
    var key: String
    var versionID: String?

    init(_ header: String) throws {
        var text = header[...]
        if let mark = text.lastIndex(of: "?"), text[mark...].hasPrefix("?versionId=") {
            versionID = String(text[mark...].dropFirst("?versionId=".count))
            text = text[..<mark]
        }
        guard let decoded = PercentCoding.decode(text) else { throw Self.invalid(header) }
        let path = decoded.hasPrefix("/") ? decoded.dropFirst() : decoded[...]
        let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { throw Self.invalid(header) }
        bucket = String(parts[0])
        key = String(parts[1])
    }

    private static func invalid(_ header: String) -> ServiceError {
        ServiceError.invalidArgument(
            "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
            name: "x-amz-copy-source", value: header)
    }
}
