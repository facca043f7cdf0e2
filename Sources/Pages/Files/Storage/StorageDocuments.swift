import AWSClient
import FoundationEssentials
import ServiceKit
import Wire

enum BucketList {
    static func read(_ body: [UInt8]) throws -> [String] {
        var names: [String] = []
        var reader = try XMLReader(body)
        try reader.beginDocument(root: "ListAllMyBucketsResult")
        while let child = try reader.nextChild() {
            guard child == "Buckets" else {
                try reader.skip()
                continue
            }
            while try reader.nextChild() != nil {
                while let field = try reader.nextChild() {
                    if field == "Name" { names.append(try reader.text()) } else { try reader.skip() }
                }
            }
        }
        return names
    }
}

/// A page of ListObjectsV2, its names decoded.
struct ObjectList: Sendable {
    struct Object: Sendable {
        var key = ""
        var size = 0
        var modified = ""
        var tag = ""
    }

    var objects: [Object] = []
    var folders: [String] = []
    var next: String?

    static func read(_ body: [UInt8]) throws -> ObjectList {
        var list = ObjectList()
        var reader = try XMLReader(body)
        try reader.beginDocument(root: "ListBucketResult")
        while let child = try reader.nextChild() {
            switch child {
            case "Contents": list.objects.append(try object(&reader))
            case "CommonPrefixes":
                while let field = try reader.nextChild() {
                    if field == "Prefix" { list.folders.append(decoded(try reader.text())) } else { try reader.skip() }
                }
            case "NextContinuationToken": list.next = try reader.text()
            default: try reader.skip()
            }
        }
        return list
    }

    private static func object(_ reader: inout XMLReader) throws -> Object {
        var object = Object()
        while let field = try reader.nextChild() {
            switch field {
            case "Key": object.key = decoded(try reader.text())
            case "Size": object.size = try reader.int()
            case "LastModified": object.modified = try reader.text()
            case "ETag": object.tag = try reader.text()
            default: try reader.skip()
            }
        }
        return object
    }

    /// `encoding-type=url`: what XML cannot hold is written as in forms.
    private static func decoded(_ text: String) -> String { PercentCoding.decode(text, plusIsSpace: true) ?? text }
}

struct DeleteFailure: Sendable {
    var key = ""
    var code = ""
    var message = ""

    static func read(_ body: [UInt8]) throws -> [DeleteFailure] {
        var failures: [DeleteFailure] = []
        var reader = try XMLReader(body)
        try reader.beginDocument(root: "DeleteResult")
        while let child = try reader.nextChild() {
            guard child == "Error" else {
                try reader.skip()
                continue
            }
            var failure = DeleteFailure()
            while let field = try reader.nextChild() {
                switch field {
                case "Key": failure.key = try reader.text()
                case "Code": failure.code = try reader.text()
                case "Message": failure.message = try reader.text()
                default: try reader.skip()
                }
            }
            failures.append(failure)
        }
        return failures
    }
}

enum PartList {
    static func read(_ body: [UInt8]) throws -> (parts: [UploadedPart], isTruncated: Bool) {
        var parts: [UploadedPart] = []
        var isTruncated = false
        var reader = try XMLReader(body)
        try reader.beginDocument(root: "ListPartsResult")
        while let child = try reader.nextChild() {
            switch child {
            case "IsTruncated": isTruncated = try reader.bool()
            case "Part":
                var part = UploadedPart(number: 0, tag: "", size: 0)
                while let field = try reader.nextChild() {
                    switch field {
                    case "PartNumber": part.number = try reader.int()
                    case "ETag": part.tag = try reader.text()
                    case "Size": part.size = try reader.int()
                    default: try reader.skip()
                    }
                }
                parts.append(part)
            default: try reader.skip()
            }
        }
        return (parts, isTruncated)
    }
}

/// Answers that can say 200 and hold an error: of copies and of completed uploads.
enum CopyAnswer {
    static func check(_ answer: OutboundAnswer) throws {
        var reader = try XMLReader(answer.body)
        guard !reader.isBlank() else { return }
        if let failure = AWSFailure(within: answer) { throw failure }
    }

    static func tag(_ answer: OutboundAnswer) throws -> String {
        try check(answer)
        var reader = try XMLReader(answer.body)
        try reader.beginDocument()
        while let field = try reader.nextChild() {
            if field == "ETag" { return try reader.text() }
            try reader.skip()
        }
        throw AWSFailure(status: 502, code: "NoETag", message: "The copied part has no tag.")
    }
}
