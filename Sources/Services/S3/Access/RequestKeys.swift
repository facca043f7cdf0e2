import ServiceKit
import Wire

/// Condition keys that S3 reads from a request's headers and parameters, found when a policy asks for them.
struct RequestKeys: FindsConditionValues {
    /// The headers that conditions on writing can see.
    static let ofWriting: Set<String> = [
        "x-amz-acl", "x-amz-copy-source", "x-amz-grant-full-control", "x-amz-grant-read", "x-amz-grant-read-acp",
        "x-amz-grant-write", "x-amz-grant-write-acp", "x-amz-metadata-directive", "x-amz-object-ownership",
        "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id",
        "x-amz-server-side-encryption-customer-algorithm", "x-amz-storage-class", "x-amz-website-redirect-location",
        "if-match", "if-none-match",
    ]

    /// Keys whose names differ from their headers'.
    private static let renamed = [
        "object-lock-mode": "x-amz-object-lock-mode",
        "object-lock-retain-until-date": "x-amz-object-lock-retain-until-date",
        "object-lock-legal-hold": "x-amz-object-lock-legal-hold",
    ]

    private let headers: HeaderFields
    private let isWriting: Bool
    private let versionID: String?

    init(_ call: Call, isWriting: Bool = false, versionID: String? = nil) {
        headers = call.headers
        self.isWriting = isWriting
        self.versionID = versionID
    }

    var keys: [String] {
        var keys = ["s3:x-amz-content-sha256"]
        if versionID != nil { keys.append("s3:versionid") }
        guard isWriting else { return keys }
        keys += (Self.ofWriting.sorted() + Self.renamed.keys.sorted()).map { "s3:" + $0 }
        return keys + ["s3:RequestObjectTagKeys"] + (tags ?? []).map { "s3:RequestObjectTag/" + $0.name }
    }

    func values(_ key: String) -> [String]? {
        guard key.hasPrefix("s3:") else { return nil }
        let name = String(key.dropFirst("s3:".count))
        switch name {
        case "x-amz-content-sha256": return headers.first(name).map { [$0] }
        case "versionid": return versionID.map { [$0] }
        case "requestobjecttagkeys": return isWriting ? tags.map { $0.map(\.name) } : nil
        default: break
        }
        guard isWriting else { return nil }
        if name.hasPrefix("requestobjecttag/") {
            let tag = name.dropFirst("requestobjecttag/".count)
            return tags?.first { $0.name.lowercased() == tag }.map { [$0.value ?? ""] }
        }
        let header = Self.renamed[name] ?? name
        guard Self.ofWriting.contains(header) || Self.renamed[name] != nil else { return nil }
        return headers.first(header).map { [$0] }
    }

    /// `x-amz-tagging` is a query.
    private var tags: [QueryParameter]? { headers.first("x-amz-tagging").map { PercentCoding.parseQuery($0) } }
}
