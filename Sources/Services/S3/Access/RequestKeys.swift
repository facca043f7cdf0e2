import CivilTime
import FoundationEssentials
import S3Model
import ServiceKit
import Wire

/// Condition keys that S3 reads from a request's headers and parameters and from the object, found when a policy asks
/// for them. Which action has which is AWS's service authorization reference's to say.
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
            "object-lock-remaining-retention-days", "object-lock-retain-until-date", "x-amz-copy-source",
            "x-amz-metadata-directive",
            "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id",
            "x-amz-server-side-encryption-customer-algorithm", "x-amz-storage-class",
            "x-amz-website-redirect-location",
        ],
        "s3:PutObjectAcl": grants + ["x-amz-storage-class"],
        "s3:PutObjectVersionAcl": grants + ["x-amz-storage-class"],
        "s3:PutObjectTagging": tags,
        "s3:PutObjectVersionTagging": tags,
        "s3:PutObjectRetention": [
            "object-lock-mode", "object-lock-remaining-retention-days", "object-lock-retain-until-date",
        ],
        "s3:PutObjectLegalHold": ["object-lock-legal-hold"],
        "s3:CreateBucket": grants + ["x-amz-object-ownership"],
        "s3:PutBucketAcl": grants,
        "s3:DeleteObject": ["if-match"],
    ]

    /// Actions that know the tags of the object that is there.
    private static let readingTags: Set<String> = [
        "s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAcl", "s3:GetObjectVersionAcl", "s3:GetObjectTagging",
        "s3:GetObjectVersionTagging", "s3:PutObjectAcl", "s3:PutObjectVersionAcl", "s3:PutObjectTagging",
        "s3:PutObjectVersionTagging", "s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging",
        "s3:GetObjectAttributes", "s3:GetObjectVersionAttributes",
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
    private let time: Date
    private let existing: [Tag]
    /// Values that stand in the body rather than in headers.
    private let given: [String: [String]]
    /// Tags that the object gets, where they are not the header's.
    private let newTags: [Tag]?

    init(
        _ action: String, _ call: Call, versionID: String? = nil, tags existing: [Tag] = [],
        given: [String: [String]] = [:], newTags: [Tag]? = nil
    ) {
        fields = call.headers
        time = call.time
        names = Self.ofActions[action] ?? []
        self.versionID = versionID.flatMap { action.contains("Version") ? $0 : nil }
        self.existing = Self.readingTags.contains(action) ? existing : []
        self.given = given
        self.newTags = newTags
    }

    var keys: [String] {
        let named = names.map { $0 == Self.tags[0] ? "s3:RequestObjectTagKeys" : "s3:" + $0 }
        let tagged = names.contains(Self.tags[0]) ? requestedTags.map { "s3:RequestObjectTag/" + $0.key } : []
        let there = existing.map { "s3:ExistingObjectTag/" + $0.key }
        return named + tagged + there + (versionID == nil ? [] : ["s3:versionid"]) + given.keys.sorted()
    }

    func values(_ key: String) -> [String]? {
        guard key.hasPrefix("s3:") else { return nil }
        let name = String(key.dropFirst("s3:".count))
        if let value = given.first(where: { $0.key.lowercased() == key })?.value { return value }
        if name == "versionid" { return versionID.map { [$0] } }
        if name.hasPrefix("existingobjecttag/") { return Self.value(name, "existingobjecttag/", existing) }
        guard names.contains(name) || name.hasPrefix("requestobjecttag/") && names.contains(Self.tags[0]) else {
            return nil
        }
        if name.hasPrefix("requestobjecttag/") { return Self.value(name, "requestobjecttag/", requestedTags) }
        if name == Self.tags[0] { return requestedTags.isEmpty ? nil : requestedTags.map(\.key) }
        if name == "object-lock-remaining-retention-days" { return remainingDays.map { [$0] } }
        return fields.first(Self.headers[name] ?? name).map { [$0] }
    }

    private var remainingDays: String? {
        fields.first("x-amz-object-lock-retain-until-date").flatMap { Date(iso8601: $0) }
            .map { Self.days(until: $0, from: time) }
    }

    /// Days begun count.
    static func days(until date: Date, from time: Date) -> String {
        String(Int(max(0, min((date.timeIntervalSince(time) / 86_400).rounded(.up), 1e9))))
    }

    private static func value(_ name: String, _ prefix: String, _ tags: [Tag]) -> [String]? {
        let tag = name.dropFirst(prefix.count)
        return tags.first { $0.key.lowercased() == tag }.map { [$0.value] }
    }

    /// `x-amz-tagging` is a query.
    private var requestedTags: [Tag] {
        if let newTags { return newTags }
        return fields.first("x-amz-tagging").map { header in
            PercentCoding.parseQuery(header).map { Tag(key: $0.name, value: $0.value ?? "") }
        } ?? []
    }
}
