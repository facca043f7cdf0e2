import CivilTime
import FoundationEssentials
import S3Model
import ServiceKit

extension S3 {
    /// Sends an object, or a range or a part of it.
    func getObject(_ input: GetObjectRequest, _ call: Call) async throws -> Streamed<GetObjectResponse> {
        let bucket = try await requireBucket(input.bucket, expectedOwner: nil)
        try refuseVersion(input.versionId)
        try ResponseOverrides.check([
            input.responseCacheControl, input.responseContentDisposition, input.responseContentEncoding,
            input.responseContentLanguage, input.responseContentType,
        ])
        try refuseOverridesOfAnonymous(input, call)
        let opened = try await open(input.key, in: bucket) { found in
            try ReadConditions(
                ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch, ifModifiedSince: input.ifModifiedSince,
                ifUnmodifiedSince: input.ifUnmodifiedSince
            ).check(found.object)
            return try Self.selection(found, input.range, input.partNumber) ?? 0..<found.object.size
        }
        guard let (found, body) = opened else { throw try await missingKey(input.key, in: bucket, call) }
        let object = found.object
        let part = try Self.selection(found, input.range, input.partNumber)
        var answer = GetObjectResponse(
            acceptRanges: "bytes", lastModified: object.modifiedAt, contentLength: body.byteCount,
            eTag: object.quotedETag,
            cacheControl: input.responseCacheControl ?? object.headers["cache-control"],
            contentDisposition: input.responseContentDisposition ?? object.headers["content-disposition"],
            contentEncoding: input.responseContentEncoding ?? object.headers["content-encoding"],
            contentLanguage: input.responseContentLanguage ?? object.headers["content-language"],
            contentRange: part.map { Self.contentRange($0, object.size) },
            contentType: input.responseContentType ?? object.headers["content-type"],
            expires: input.responseExpires?.httpDate ?? object.headers["expires"],
            websiteRedirectLocation: object.headers["x-amz-website-redirect-location"], metadata: object.metadata,
            storageClass: object.storageClass == "STANDARD" ? nil : StorageClass(rawValue: object.storageClass),
            partsCount: input.partNumber != nil && object.partCount > 0 ? object.partCount : nil)
        if input.checksumMode == .enabled, let checksum = object.checksum, input.range == nil {
            answer.set(checksum, partCount: object.partCount)
            answer.checksumType = checksum.type
        }
        return Streamed(answer, body: body, status: part == nil ? nil : 206)
    }

    private func refuseOverridesOfAnonymous(_ input: GetObjectRequest, _ call: Call) throws {
        guard case .anonymous = call.caller else { return }
        let overrides: [Any?] = [
            input.responseCacheControl, input.responseContentDisposition, input.responseContentEncoding,
            input.responseContentLanguage, input.responseContentType, input.responseExpires,
        ]
        guard overrides.allSatisfy({ $0 == nil }) else {
            throw ServiceError.invalidRequest(
                "Request specific response headers cannot be used for anonymous GET requests.")
        }
    }
}
