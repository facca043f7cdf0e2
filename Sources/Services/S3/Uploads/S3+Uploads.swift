import ServiceKit
import Storage

/// Finding uploads under way.
extension Snapshot {
    func requireUpload(_ id: String, _ key: String, in bucket: Bucket) throws -> Upload {
        guard let upload: Upload = try find(Upload.key(bucket.incarnation, key, id)) else {
            throw ServiceError.noSuchUpload(id)
        }
        return upload
    }

    /// Every part of an upload, in order; there are 10,000 at most.
    func parts(of upload: Upload) throws -> [UploadPart] {
        try list(
            UploadPart.self, prefix: UploadPart.prefix(upload.bucket, upload.id), limit: PartNumber.largest
        ).records
    }
}

enum PartNumber {
    static let largest = 10_000
    /// Every part but the last.
    static let smallestPartBytes = 5 << 20

    static func check(_ number: Int) throws {
        guard (1...largest).contains(number) else {
            throw ServiceError.invalidArgument(
                "Part number must be an integer between 1 and 10000, inclusive", name: "partNumber",
                value: String(number))
        }
    }
}
