import ServiceKit
import Wire

/// The fields of an upload form as the headers of the PutObject that it stands for.
package struct FormHeaders: Sendable {
    private(set) var headers: HeaderFields

    /// Headers of the request itself that policies may ask about.
    private static let kept = ["host", "user-agent", "referer", "origin"]
    private static let content = [
        "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-MD5", "Content-Type",
        "Expires",
    ]
    private static let metadata = "x-amz-meta-"
    private static let prefixes = ["x-amz-object-lock-", "x-amz-server-side-encryption"]
    private static let names = [
        "x-amz-checksum-crc32", "x-amz-checksum-crc32c", "x-amz-checksum-crc64nvme", "x-amz-checksum-md5",
        "x-amz-checksum-sha1", "x-amz-checksum-sha256", "x-amz-checksum-sha512", "x-amz-storage-class", "x-amz-tagging",
        "x-amz-website-redirect-location",
    ]
    private static let algorithm = "x-amz-checksum-algorithm"
    private static let algorithmHeader = "x-amz-sdk-checksum-algorithm"
    /// S3 keeps this checksum of an upload that brings none.
    private static let standardAlgorithm = "CRC64NVME"

    package init(_ form: FormFields, _ request: HeaderFields) throws {
        headers = HeaderFields(Self.kept.flatMap { name in request.all(name).map { (name, $0) } })
        for field in form.fields { add(field.name, field.value) }
        if let acl = form["acl"] { headers.add("x-amz-acl", Self.fitting(acl)) }
        if let document = form["tagging"], !headers.contains("x-amz-tagging") {
            let tags = try FormTagging(document).query
            if !tags.isEmpty { headers.add("x-amz-tagging", tags) }
        }
        let hasChecksum = Self.names.contains { $0.hasPrefix("x-amz-checksum-") && headers.contains($0) }
        if let named = form[Self.algorithm] {
            headers.add(Self.algorithmHeader, Self.fitting(named))
        } else if !hasChecksum {
            headers.add(Self.algorithmHeader, Self.standardAlgorithm)
        }
    }

    private mutating func add(_ name: String, _ value: String) {
        if name.hasPrefixIgnoringASCIICase(Self.metadata) {
            guard name.utf8.count > Self.metadata.utf8.count, name.utf8.allSatisfy(Self.isOfName) else { return }
            // A form's text is kept as it is: no word of it is read.
            headers.add(name, EncodedWord.carry(value))
        } else if let name = (Self.content + Self.names).first(where: name.equalsIgnoringASCIICase) {
            headers.add(name, Self.fitting(value))
        } else if Self.prefixes.contains(where: name.hasPrefixIgnoringASCIICase), name.utf8.allSatisfy(Self.isOfName) {
            headers.add(name, Self.fitting(value))
        }
    }

    /// RFC 9110's token.
    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    /// A field may hold what no header can: line ends above all. S3 puts a space for what is not of Latin-1.
    private static func fitting(_ value: String) -> String {
        var fitting = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            let isControl = scalar.value < 0x20 && scalar != "\t" || (0x7F...0x9F).contains(scalar.value)
            fitting.append(isControl || scalar.value > 0xFF ? " " : scalar)
        }
        return String(fitting)
    }
}

/// The `tagging` field, a document as PutObjectTagging takes it, as the query of `x-amz-tagging`.
private struct FormTagging {
    private(set) var query = ""
    /// More than an object may have, so that too many are still told from none.
    private static let most = 64

    init(_ document: String) throws {
        var reader = try XMLReader(Array(document.utf8))
        try reader.beginDocument()
        // A document that is none of tags has none: S3 takes it.
        var tags: [String] = []
        while let child = try reader.nextChild() {
            if child == "TagSet" { tags = try Self.tags(&reader) } else { try reader.skip() }
        }
        try reader.finish()
        query = tags.joined(separator: "&")
    }

    private static func tags(_ reader: inout XMLReader) throws -> [String] {
        var tags: [String] = []
        while let child = try reader.nextChild() {
            guard child == "Tag", tags.count < most else {
                try reader.skip()
                continue
            }
            var parts = ["Key": "", "Value": ""]
            while let part = try reader.nextChild() {
                if parts[part] == nil { try reader.skip() } else { parts[part] = try reader.text() }
            }
            tags.append(PercentCoding.encode(parts["Key"] ?? "") + "=" + PercentCoding.encode(parts["Value"] ?? ""))
        }
        return tags
    }
}
