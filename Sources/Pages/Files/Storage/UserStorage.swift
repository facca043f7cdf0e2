import AWSClient
import Crypto
import FoundationEssentials
import ServiceKit
import Wire

/// S3 as one user may use it.
struct UserStorage: Sendable {
    let client: AWSClient
    /// When what is signed now ends.
    let expiration: Date

    /// More than this is copied in parts (CopyObject's limit).
    static let longestCopy = 5 << 30
    static let copyPart = 512 << 20

    static func path(_ bucket: String, _ key: String = "") -> String {
        key.isEmpty
            ? "/" + PercentCoding.encode(bucket)
            : "/" + PercentCoding.encode(bucket) + "/" + PercentCoding.encodePath(key)
    }

    @discardableResult
    func send(
        _ method: String, _ bucket: String, _ key: String = "", query: [(String, String)] = [],
        headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) async throws -> OutboundAnswer {
        try await client.send("s3", method, Self.path(bucket, key), query: query, headers: headers, body: body)
    }

    func buckets() async throws -> [String] {
        try BucketList.read(try await client.send("s3", "GET", "/").body)
    }

    func list(
        _ bucket: String, prefix: String, delimiter: String?, token: String?, most: Int = 1000
    ) async throws -> ObjectList {
        var query = [("encoding-type", "url"), ("list-type", "2"), ("max-keys", String(most)), ("prefix", prefix)]
        if let delimiter { query.append(("delimiter", delimiter)) }
        if let token { query.append(("continuation-token", token)) }
        return try ObjectList.read(try await send("GET", bucket, query: query).body)
    }

    func put(_ bucket: String, _ key: String, _ body: [UInt8], type: String) async throws {
        try await send("PUT", bucket, key, headers: [("Content-Type", type)], body: body)
    }

    /// - Returns: the keys that stayed, with the reasons.
    func delete(_ bucket: String, _ keys: [String]) async throws -> [DeleteFailure] {
        guard !keys.isEmpty else { return [] }
        var document = XMLWriter(declaration: true)
        document.begin("Delete", xmlns: "http://s3.amazonaws.com/doc/2006-03-01/")
        document.element("Quiet", true)
        for key in keys {
            document.begin("Object")
            document.element("Key", key)
            document.end("Object")
        }
        document.end("Delete")
        let digest = Data(Insecure.MD5.hash(data: document.bytes)).base64EncodedString()
        let answer = try await send(
            "POST", bucket, query: [("delete", "")],
            headers: [("Content-Type", "application/xml"), ("Content-MD5", digest)], body: document.bytes)
        return try DeleteFailure.read(answer.body)
    }

    func copy(_ bucket: String, from key: String, to target: String) async throws {
        let head = try await send("HEAD", bucket, key)
        let size = head.headers.first("content-length").flatMap { Int($0) } ?? 0
        guard size > Self.longestCopy else {
            let answer = try await send(
                "PUT", bucket, target, headers: [("x-amz-copy-source", Self.path(bucket, key))])
            return try CopyAnswer.check(answer)
        }
        try await copyInParts(bucket, from: key, to: target, size, head.headers)
    }

    private func copyInParts(
        _ bucket: String, from key: String, to target: String, _ size: Int, _ headers: HeaderFields
    ) async throws {
        let kept = headers.fields.filter {
            let name = $0.name.lowercased()
            return name.hasPrefix("x-amz-meta-")
                || ["content-type", "cache-control", "content-disposition", "content-encoding", "content-language"]
                    .contains(name)
        }
        let upload = try await beginUpload(bucket, target, headers: kept)
        do {
            var parts: [UploadedPart] = []
            for start in stride(from: 0, to: size, by: Self.copyPart) {
                let end = min(size, start + Self.copyPart) - 1
                let answer = try await send(
                    "PUT", bucket, target,
                    query: [("partNumber", String(parts.count + 1)), ("uploadId", upload)],
                    headers: [
                        ("x-amz-copy-source", Self.path(bucket, key)),
                        ("x-amz-copy-source-range", "bytes=\(start)-\(end)"),
                    ])
                parts.append(
                    UploadedPart(number: parts.count + 1, tag: try CopyAnswer.tag(answer), size: end - start + 1))
            }
            try await completeUpload(bucket, target, upload, parts)
        } catch {
            _ = try? await send("DELETE", bucket, target, query: [("uploadId", upload)])
            throw error
        }
    }
}
