import FoundationEssentials
import S3Model
import ServiceKit
import Wire

/// What a request says of the object it makes, apart from the body.
struct ObjectAttributes: Sendable, Codable {
    var storageClass: String
    var headers: [String: String]
    var metadata: [String: String]
    var tags: [Tag] = []
    /// Nil for the list that grants the owner everything.
    var acl: AccessControlList?
    /// The account that will own it; empty for the bucket's owner.
    var ownerID = ""
    var lock = ObjectLockState()
    var encryption: ObjectEncryption?

    /// S3 keeps these headers and gives them back.
    private static let keptHeaders = [
        "content-type", "cache-control", "content-disposition", "content-encoding", "content-language", "expires",
        "x-amz-website-redirect-location",
    ]
    private static let metadataLimit = 2048
    private static let keyLimit = 1024
    private static let storageClasses: Set<String> = [
        "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER",
        "DEEP_ARCHIVE", "GLACIER_IR",
    ]

    init(storageClass: String, headers: [String: String], metadata: [String: String]) {
        self.storageClass = storageClass
        self.headers = headers
        self.metadata = metadata
    }

    init(key: String, storageClass: String?, metadata: [String: String]?, _ headers: HeaderFields) throws {
        try Self.check(key: key)
        self.storageClass = storageClass ?? "STANDARD"
        try Self.check(storageClass: self.storageClass)
        self.metadata = (metadata ?? [:]).mapValues { EncodedWord.decode(Self.trimmed($0)) }
        let size = self.metadata.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        guard size <= Self.metadataLimit else {
            throw ServiceError(
                "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", status: 400,
                members: [("Size", String(size)), ("MaxSizeAllowed", String(Self.metadataLimit))])
        }
        self.headers = Self.kept(headers)
        if let location = self.headers["x-amz-website-redirect-location"] {
            try Self.check(redirectLocation: location)
        }
    }

    /// White space at the end of a header is not part of it.
    private static func trimmed(_ value: String) -> String {
        guard let last = value.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(value[...last])
    }

    static func check(storageClass: String) throws {
        guard storageClasses.contains(storageClass) else {
            throw ServiceError(
                "InvalidStorageClass", "The storage class you specified is not valid", status: 400,
                members: [("StorageClassRequested", storageClass)])
        }
    }

    static func check(key: String) throws {
        guard key.utf8.count <= keyLimit else {
            throw ServiceError(
                "KeyTooLongError", "Your key is too long", status: 400,
                members: [("Size", String(key.utf8.count)), ("MaxSizeAllowed", String(keyLimit))])
        }
    }

    private static func check(redirectLocation location: String) throws {
        let isTarget = ["/", "http://", "https://"].contains(where: location.hasPrefix)
        guard isTarget, location.utf8.count <= 2048 else {
            throw ServiceError(
                "InvalidRedirectLocation",
                "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.", status: 400)
        }
    }

    private static func kept(_ fields: HeaderFields) -> [String: String] {
        var kept: [String: String] = [:]
        for name in keptHeaders {
            if let value = fields.first(name) { kept[name] = value }
        }
        // The framing of an upload is not the object's encoding.
        if let encoding = kept["content-encoding"] {
            let encodings = encoding.split(separator: ",").map { $0.trimmingPrefix(" ") }
            let rest = encodings.filter { $0 != "aws-chunked" }
            kept["content-encoding"] = rest.isEmpty ? nil : rest.joined(separator: ",")
        }
        if kept["content-type"] == nil { kept["content-type"] = "binary/octet-stream" }
        return kept
    }
}
