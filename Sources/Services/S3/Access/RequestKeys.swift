import ServiceKit
import Wire

/// Condition keys that S3 reads from a request's headers and parameters, found when a policy asks for them.
/// Which action has which is AWS's service authorization reference's to say.
struct RequestKeys: FindsConditionValues {
    private static let grants = [
        "x-amz-acl", "x-amz-grant-full-control", "x-amz-grant-read", "x-amz-grant-read-acp", "x-amz-grant-write",
        "x-amz-grant-write-acp",
    ]
    private static let tags = ["requestobjecttagkeys"]

    /// By action, the keys beside those that every action has.
    private static let ofActions: [String: [String]] = [
        "s3:PutObject": grants + tags + [
            "if-match", "if-none-match", "object-lock-legal-hold", "object-lock-mode",
            "object-lock-retain-until-date", "x-amz-copy-source", "x-amz-metadata-directive",
            "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id",
            "x-amz-server-side-encryption-customer-algorithm", "x-amz-storage-class",
            "x-amz-website-redirect-location",
        ],
        "s3:PutObjectAcl": grants + ["x-amz-storage-class"],
        "s3:PutObjectTagging": tags,
        "s3:PutObjectRetention": ["object-lock-mode", "object-lock-retain-until-date"],
        "s3:PutObjectLegalHold": ["object-lock-legal-hold"],
        "s3:CreateBucket": grants + ["x-amz-object-ownership"],
        "s3:PutBucketAcl": grants,
        "s3:DeleteObject": ["if-match"],
    ]

    /// Keys whose names differ from their headers'.
    private static let headers = [
        "object-lock-mode": "x-amz-object-lock-mode",
        "object-lock-retain-until-date": "x-amz-object-lock-retain-until-date",
        "object-lock-legal-hold": "x-amz-object-lock-legal-hold",
    ]

    private let fields: HeaderFields
    private let names: [String]
    private let versionID: String?

    init(_ action: String, _ call: Call, versionID: String? = nil) {
        fields = call.headers
        names = Self.ofActions[action] ?? []
        self.versionID = action.hasSuffix("Version") ? versionID : nil
    }

    var keys: [String] {
        let named = names.map { $0 == Self.tags[0] ? "s3:RequestObjectTagKeys" : "s3:" + $0 }
        let tagged = names.contains(Self.tags[0]) ? requestedTags.map { "s3:RequestObjectTag/" + $0.name } : []
        return named + tagged + (versionID == nil ? [] : ["s3:versionid"])
    }

    func values(_ key: String) -> [String]? {
        guard key.hasPrefix("s3:") else { return nil }
        let name = String(key.dropFirst("s3:".count))
        if name == "versionid" { return versionID.map { [$0] } }
        if name.hasPrefix("requestobjecttag/"), names.contains(Self.tags[0]) {
            let tag = name.dropFirst("requestobjecttag/".count)
            return requestedTags.first { $0.name.lowercased() == tag }.map { [$0.value ?? ""] }
        }
        guard names.contains(name) else { return nil }
        if name == Self.tags[0] { return requestedTags.isEmpty ? nil : requestedTags.map(\.name) }
        return fields.first(Self.headers[name] ?? name).map { [$0] }
    }

    /// `x-amz-tagging` is a query.
    private var requestedTags: [QueryParameter] {
        fields.first("x-amz-tagging").map { PercentCoding.parseQuery($0) } ?? []
    }
}
