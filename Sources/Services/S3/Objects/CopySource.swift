import ServiceKit
import Wire

/// `x-amz-copy-source`: `/bucket/key` or `bucket/key`, percent-encoded, with an optional version.
struct CopySource: NamesObject {
    var bucket: String
    var key: String
    var versionId: String?
    var expectedBucketOwner: String?
    let isElsewhere = true

    init(_ header: String, expectedOwner: String?) throws {
        expectedBucketOwner = expectedOwner
        var text = header[...]
        if let mark = text.lastIndex(of: "?"), text[mark...].hasPrefix("?versionId=") {
            versionId = String(text[mark...].dropFirst("?versionId=".count))
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
            "Invalid copy source object key", name: "x-amz-copy-source", value: "x-amz-copy-source")
    }
}
