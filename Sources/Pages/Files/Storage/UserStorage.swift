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
    static let mostParts = 10_000
    private static let copyTimeoutMilliseconds = 15 * 60_000

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
        // S3 answers a copy when it is made.
        let copies = headers.contains { $0.name == "x-amz-copy-source" }
        return try await client.send(
            "s3", method, Self.path(bucket, key), query: query, headers: headers, body: body,
            timeoutMilliseconds: copies ? Self.copyTimeoutMilliseconds : AWSClient.timeoutMilliseconds)
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
        var failures = try await deleteTogether(bucket, keys.filter(Self.isWritable))
        for key in keys where !Self.isWritable(key) {
            do { try await send("DELETE", bucket, key) } catch let failure as AWSFailure {
                failures.append(DeleteFailure(key: key, code: failure.code, message: failure.message))
            }
        }
        return failures
    }

    /// Whether XML 1.0 can hold a key, escaped or not; others are deleted by their address.
    private static func isWritable(_ key: String) -> Bool {
        key.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
                || ["\t", "\n", "\r"].contains(scalar)
        }
    }

    private func deleteTogether(_ bucket: String, _ keys: [String]) async throws -> [DeleteFailure] {
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

    /// What a request that writes is to find: anything, or nothing.
    static func condition(_ replaces: Bool) -> [(name: String, value: String)] {
        replaces ? [] : [("If-None-Match", "*")]
    }

    func writing(_ request: () async throws -> OutboundAnswer) async throws -> OutboundAnswer {
        do { return try await request() } catch let failure as AWSFailure where failure.status == 412 {
            throw AWSFailure.exists
        }
    }

    /// - Parameter replaces: else it fails where there is an object of that key.
    func copy(_ bucket: String, from key: String, to target: String, replaces: Bool) async throws {
        let head = try await send("HEAD", bucket, key)
        let size = head.headers.first("content-length").flatMap { Int($0) } ?? 0
        guard size > Self.longestCopy else {
            let answer = try await writing {
                try await send(
                    "PUT", bucket, target,
                    headers: [("x-amz-copy-source", Self.path(bucket, key))] + Self.condition(replaces))
            }
            return try CopyAnswer.check(answer)
        }
        try await copyInParts(bucket, from: key, to: target, size, head.headers, replaces: replaces)
    }

    private func copyInParts(
        _ bucket: String, from key: String, to target: String, _ size: Int, _ headers: HeaderFields, replaces: Bool
    ) async throws {
        let kept = headers.fields.filter {
            let name = $0.name.lowercased()
            return name.hasPrefix("x-amz-meta-")
                || ["content-type", "cache-control", "content-disposition", "content-encoding", "content-language"]
                    .contains(name)
        }
        // The parts are to be of one and the same object.
        let same = headers.first("etag").map { [(name: "x-amz-copy-source-if-match", value: $0)] } ?? []
        let length = max(Self.copyPart, (size + Self.mostParts - 1) / Self.mostParts)
        let upload = try await beginUpload(bucket, target, headers: kept)
        do {
            var parts: [UploadedPart] = []
            for start in stride(from: 0, to: size, by: length) {
                let end = min(size, start + length) - 1
                let answer = try await send(
                    "PUT", bucket, target,
                    query: [("partNumber", String(parts.count + 1)), ("uploadId", upload)],
                    headers: [
                        ("x-amz-copy-source", Self.path(bucket, key)),
                        ("x-amz-copy-source-range", "bytes=\(start)-\(end)"),
                    ] + same)
                parts.append(
                    UploadedPart(number: parts.count + 1, tag: try CopyAnswer.tag(answer), size: end - start + 1))
            }
            try await completeUpload(bucket, target, upload, parts, replaces: replaces)
        } catch {
            _ = try? await send("DELETE", bucket, target, query: [("uploadId", upload)])
            throw error
        }
    }
}
