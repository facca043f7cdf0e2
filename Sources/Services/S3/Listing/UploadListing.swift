import S3Model
import ServiceKit
import Storage

/// One page of a bucket's uploads. They are few, so groups are folded here rather than in the scan.
struct UploadListing: Sendable {
    var uploads: [Upload] = []
    var groups: [String] = []
    var isTruncated = false
    /// Where the next page goes on: a key and, unless the key is a group, the upload's id.
    var lastKey: String?
    var lastUploadID: String?

    /// So many uploads are looked at for one page.
    private static let mostLookedAt = 10_000

    init(_ input: ListMultipartUploadsRequest, limit: Int, of bucket: Bucket, in snapshot: any Snapshot) throws {
        guard limit > 0 else { return }
        let prefix = input.prefix ?? ""
        var from = bucket.uploads
        if let marker = input.keyMarker, !marker.isEmpty {
            from =
                if let id = input.uploadIdMarker, !id.isEmpty, try Self.check(id, of: marker) {
                    Key(bytes: Upload.key(bucket.incarnation, marker, id).bytes.keySuccessor)
                } else {
                    Key(bytes: bucket.uploads.text(marker).bytes.prefixSuccessor)
                }
        }
        // The key's text part, without its end, is where names with the prefix begin.
        let first = Array(bucket.uploads.text(prefix).bytes.dropLast())
        if from.bytes.lexicographicallyPrecedes(first) { from = Key(bytes: first) }
        let page = try snapshot.scan(
            ScanRange(from: from.bytes, to: first.prefixSuccessor, maxEntries: Self.mostLookedAt))
        let found = try page.entries.map { try Upload(decoding: $0.value.dropFirst(), version: $0.value[0]) }
        for upload in found where upload.name.utf8.starts(with: prefix.utf8) {
            let group = Self.group(of: upload.name, prefix, input.delimiter)
            if let group, groups.last == group || group == input.keyMarker { continue }
            guard uploads.count + groups.count < limit else {
                isTruncated = true
                return
            }
            if let group { groups.append(group) } else { uploads.append(upload) }
            lastKey = group ?? upload.name
            lastUploadID = group == nil ? upload.id : nil
        }
        isTruncated = page.more
        guard page.more, let last = found.last else { return }
        lastKey = last.name
        lastUploadID = last.id
    }

    private static func check(_ id: String, of key: String) throws -> Bool {
        guard UploadID.isOf(key, id) else {
            throw ServiceError.invalidArgument("Invalid uploadId marker", name: "upload-id-marker", value: id)
        }
        return true
    }

    private static func group(of name: String, _ prefix: String, _ delimiter: String?) -> String? {
        guard let delimiter, !delimiter.isEmpty else { return nil }
        let bytes = Array(name.utf8)
        guard let found = bytes.dropFirst(prefix.utf8.count).firstRange(of: Array(delimiter.utf8)) else { return nil }
        return String(decoding: bytes[..<found.upperBound], as: UTF8.self)
    }
}
