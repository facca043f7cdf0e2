import AWSClient
import FoundationEssentials
import ServiceKit
import Wire

/// A part of an upload as S3 has it.
struct UploadedPart: Sendable, Equatable {
    var number: Int
    var tag: String
    var size: Int
}

/// Multipart uploads, whose parts browsers send themselves.
extension UserStorage {
    func beginUpload(
        _ bucket: String, _ key: String, headers: [(name: String, value: String)]
    ) async throws -> String {
        let answer = try await send("POST", bucket, key, query: [("uploads", "")], headers: headers)
        guard let id = try Self.text("UploadId", in: answer.body) else {
            throw AWSFailure(status: 502, code: "NoUploadId", message: "The upload has no id.")
        }
        return id
    }

    func parts(_ bucket: String, _ key: String, _ upload: String) async throws -> [UploadedPart] {
        var found: [UploadedPart] = []
        var marker = "0"
        // Ten pages of a thousand are all that an upload can have.
        for _ in 0..<10 {
            let answer = try await send(
                "GET", bucket, key, query: [("part-number-marker", marker), ("uploadId", upload)])
            let page = try PartList.read(answer.body)
            found += page.parts
            guard page.isTruncated, let last = page.parts.last else { break }
            marker = String(last.number)
        }
        return found
    }

    /// - Parameter replaces: else it fails where an object of that key has come meanwhile.
    func completeUpload(
        _ bucket: String, _ key: String, _ upload: String, _ parts: [UploadedPart], replaces: Bool
    ) async throws {
        var document = XMLWriter(declaration: true)
        document.begin("CompleteMultipartUpload", xmlns: "http://s3.amazonaws.com/doc/2006-03-01/")
        for part in parts.sorted(by: { $0.number < $1.number }) {
            document.begin("Part")
            document.element("PartNumber", part.number)
            document.element("ETag", part.tag)
            document.end("Part")
        }
        document.end("CompleteMultipartUpload")
        let answer = try await writing {
            try await send(
                "POST", bucket, key, query: [("uploadId", upload)],
                headers: [("Content-Type", "application/xml")] + Self.condition(replaces), body: document.bytes)
        }
        // S3 may find out that it failed after it has begun to answer 200.
        try CopyAnswer.check(answer)
    }

    func abortUpload(_ bucket: String, _ key: String, _ upload: String) async throws {
        try await send("DELETE", bucket, key, query: [("uploadId", upload)])
    }

    /// The text of a child of the document's root.
    private static func text(_ wanted: String, in body: [UInt8]) throws -> String? {
        var reader = try XMLReader(body)
        try reader.beginDocument()
        var found: String?
        while let name = try reader.nextChild() {
            if name == wanted { found = try reader.text() } else { try reader.skip() }
        }
        return found
    }
}
