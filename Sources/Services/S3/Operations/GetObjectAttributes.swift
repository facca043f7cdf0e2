import S3Model
import ServiceKit

extension S3 {
    private static let attributeNames: Set<String> = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]

    /// Tells those attributes of an object that were asked for, its parts among them.
    func getObjectAttributes(
        _ input: GetObjectAttributesRequest, _ call: Call
    ) async throws -> GetObjectAttributesResponse {
        let wanted = Set(input.objectAttributes.map(\.rawValue))
        guard !wanted.isEmpty, wanted.isSubset(of: Self.attributeNames) else {
            throw ServiceError.invalidArgument(
                "Invalid attribute name specified.", name: "x-amz-object-attributes",
                value: input.objectAttributes.map(\.rawValue).joined(separator: ","))
        }
        let (bucket, located) = try await requireObject(input, call)
        guard let found = located.found else { throw try await missingKey(input.key, in: bucket, call) }
        let object = found.object
        _ = try await keyring.open(object.encryption, try input.customerKey(), call)
        var answer = GetObjectAttributesResponse(lastModified: object.modifiedAt)
        if bucket.bucket.versioning != .never { answer.versionId = object.versionID.text }
        // Without quotes, unlike everywhere else.
        if wanted.contains("ETag") { answer.eTag = object.quotedETag.replacing("\"", with: "") }
        if wanted.contains("ObjectSize") { answer.objectSize = object.size }
        if wanted.contains("StorageClass") { answer.storageClass = StorageClass(rawValue: object.storageClass) }
        if wanted.contains("Checksum"), let checksum = object.checksum {
            var shown = ObjectChecksum()
            // Without the number of parts, unlike everywhere else.
            shown.set(StoredChecksum(kind: checksum.kind, digest: checksum.digest))
            shown.checksumType = checksum.type
            answer.checksum = shown
        }
        if wanted.contains("ObjectParts"), object.partCount > 0 {
            answer.objectParts = try Self.parts(of: found, input)
        }
        return answer
    }

    /// Single parts are listed only where each has a checksum of its own.
    private static func parts(
        of found: FoundObject, _ input: GetObjectAttributesRequest
    ) throws -> GetObjectAttributesParts {
        let limit = min(input.maxParts ?? largestPage, largestPage)
        let marker = input.partNumberMarker ?? 0
        guard limit >= 0, marker >= 0 else {
            throw ServiceError.invalidArgument(
                "Argument max-parts must be an integer between 0 and 2147483647", name: "max-parts",
                value: String(input.maxParts ?? 0))
        }
        var shown = GetObjectAttributesParts(totalPartsCount: found.parts.count)
        guard found.object.checksum?.isComposite == true else { return shown }
        let rest = found.parts.enumerated().filter { $0.offset + 1 > marker }
        let page = rest.prefix(limit)
        shown.partNumberMarker = marker
        shown.maxParts = limit
        shown.isTruncated = page.count < rest.count
        shown.nextPartNumberMarker = page.last.map { $0.offset + 1 } ?? 0
        shown.parts = page.map { index, part in
            var one = ObjectPart(partNumber: index + 1, size: part.size)
            if let checksum = part.checksum { one.set(checksum) }
            return one
        }
        return shown
    }
}
