import CivilTime
import FoundationEssentials
import S3Model
import ServiceKit

extension S3 {
    /// What GetObject would answer, without the body.
    func headObject(_ input: HeadObjectRequest, _ call: Call) async throws -> Streamed<HeadObjectResponse> {
        let bucket = try await requireBucket(input.bucket, expectedOwner: nil)
        try refuseVersion(input.versionId)
        try ResponseOverrides.check([
            input.responseCacheControl, input.responseContentDisposition, input.responseContentEncoding,
            input.responseContentLanguage, input.responseContentType,
        ])
        guard let found = try await find(input.key, in: bucket) else {
            throw try await missingKey(input.key, in: bucket, call)
        }
        let object = found.object
        try ReadConditions(
            ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch, ifModifiedSince: input.ifModifiedSince,
            ifUnmodifiedSince: input.ifUnmodifiedSince
        ).check(object)
        let part = try Self.selection(found, input.range, input.partNumber)
        var answer = HeadObjectResponse(
            acceptRanges: "bytes", lastModified: object.modifiedAt, contentLength: part?.count ?? object.size,
            eTag: object.quotedETag, cacheControl: input.responseCacheControl ?? object.headers["cache-control"],
            contentDisposition: input.responseContentDisposition ?? object.headers["content-disposition"],
            contentEncoding: input.responseContentEncoding ?? object.headers["content-encoding"],
            contentLanguage: input.responseContentLanguage ?? object.headers["content-language"],
            contentType: input.responseContentType ?? object.headers["content-type"],
            contentRange: part.map { Self.contentRange($0, object.size) },
            expires: input.responseExpires?.httpDate ?? object.headers["expires"],
            websiteRedirectLocation: object.headers["x-amz-website-redirect-location"], metadata: object.metadata,
            storageClass: object.storageClass == "STANDARD" ? nil : StorageClass(rawValue: object.storageClass),
            partsCount: input.partNumber != nil && object.partCount > 0 ? object.partCount : nil)
        if input.checksumMode == .enabled, let checksum = object.checksum, input.range == nil {
            answer.set(checksum, partCount: object.partCount)
            answer.checksumType = checksum.type
        }
        return Streamed(answer, body: .bytes([]), status: part == nil ? nil : 206)
    }
}
