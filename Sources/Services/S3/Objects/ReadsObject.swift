import CivilTime
import FoundationEssentials
import PolicyEngine
import S3Model
import ServiceKit
import Wire

/// GetObject and HeadObject, which ask and answer the same but for the body.
protocol ReadsObject: NamesObject, BringsCustomerKey {
    var ifMatch: String? { get }
    var ifModifiedSince: Date? { get }
    var ifNoneMatch: String? { get }
    var ifUnmodifiedSince: Date? { get }
    var range: String? { get }
    var partNumber: Int? { get }
    var checksumMode: ChecksumMode? { get }
    var responseCacheControl: String? { get }
    var responseContentDisposition: String? { get }
    var responseContentEncoding: String? { get }
    var responseContentLanguage: String? { get }
    var responseContentType: String? { get }
    var responseExpires: Date? { get }
}

extension GetObjectRequest: ReadsObject {}
extension HeadObjectRequest: ReadsObject {}

extension ReadsObject {
    var conditions: ReadConditions {
        ReadConditions(
            ifMatch: ifMatch, ifNoneMatch: ifNoneMatch, ifModifiedSince: ifModifiedSince,
            ifUnmodifiedSince: ifUnmodifiedSince)
    }

    var overrides: [(name: String, value: String?)] {
        [
            ("response-cache-control", responseCacheControl),
            ("response-content-disposition", responseContentDisposition),
            ("response-content-encoding", responseContentEncoding),
            ("response-content-language", responseContentLanguage),
            ("response-content-type", responseContentType), ("response-expires", responseExpires?.httpDate),
        ]
    }
}

/// What both answer of an object.
protocol ShowsObject: ShowsCustomerEncryption, CarriesChecksums {
    var acceptRanges: String? { get set }
    var expiration: String? { get set }
    var lastModified: Date? { get set }
    var contentLength: Int? { get set }
    var eTag: String? { get set }
    var versionId: String? { get set }
    var cacheControl: String? { get set }
    var contentDisposition: String? { get set }
    var contentEncoding: String? { get set }
    var contentLanguage: String? { get set }
    var contentType: String? { get set }
    var contentRange: String? { get set }
    var expires: String? { get set }
    var websiteRedirectLocation: String? { get set }
    var metadata: [String: String]? { get set }
    var storageClass: StorageClass? { get set }
    var partsCount: Int? { get set }
    var tagCount: Int? { get set }
    var objectLockMode: ObjectLockMode? { get set }
    var objectLockRetainUntilDate: Date? { get set }
    var objectLockLegalHoldStatus: ObjectLockLegalHoldStatus? { get set }
    var checksumType: ChecksumType? { get set }
}

extension GetObjectResponse: ShowsObject {}
extension HeadObjectResponse: ShowsObject {}

extension S3 {
    /// Fills in what an answer says of the object found.
    /// - Parameter part: the bytes of a range or a part; nil for the whole.
    func show(
        _ found: FoundObject, _ part: Range<Int>?, _ input: some ReadsObject, in bucket: FoundBucket,
        on answer: inout some ShowsObject, _ call: Call
    ) async throws {
        let object = found.object
        answer.acceptRanges = "bytes"
        answer.lastModified = object.modifiedAt
        answer.contentLength = part?.count ?? object.size
        answer.eTag = object.quotedETag
        if bucket.bucket.versioning != .never { answer.versionId = object.versionID.text }
        answer.contentRange = part.map { Self.contentRange($0, object.size) }
        answer.cacheControl = input.responseCacheControl ?? object.headers["cache-control"]
        answer.contentDisposition = input.responseContentDisposition ?? object.headers["content-disposition"]
        answer.contentEncoding = input.responseContentEncoding ?? object.headers["content-encoding"]
        answer.contentLanguage = input.responseContentLanguage ?? object.headers["content-language"]
        answer.contentType = input.responseContentType ?? object.headers["content-type"]
        answer.expires = input.responseExpires?.httpDate ?? object.headers["expires"]
        answer.websiteRedirectLocation = object.headers["x-amz-website-redirect-location"]
        answer.metadata = object.metadata.mapValues(EncodedWord.encode)
        if object.storageClass != "STANDARD" { answer.storageClass = StorageClass(rawValue: object.storageClass) }
        if input.partNumber != nil, object.partCount > 0 { answer.partsCount = object.partCount }
        answer.show(object.encryption)
        showChecksum(of: found, part, input, on: &answer)
        try await showRestricted(object, input, in: bucket, on: &answer, call)
        answer.expiration = try await expiration(of: object, in: bucket.bucket)
    }

    /// Of the whole object, or of the part that was asked for; a range has none.
    private func showChecksum(
        of found: FoundObject, _ part: Range<Int>?, _ input: some ReadsObject, on answer: inout some ShowsObject
    ) {
        guard input.checksumMode == .enabled, input.range == nil else { return }
        if let number = input.partNumber, !found.parts.isEmpty {
            guard let checksum = found.parts[number - 1].checksum else { return }
            answer.set(checksum)
        } else if let checksum = found.object.checksum {
            answer.set(checksum, partCount: found.object.partCount)
        }
        answer.checksumType = found.object.checksum?.type
    }

    /// Tags and locks are told to those only who may read them.
    private func showRestricted(
        _ object: StoredObject, _ input: some ReadsObject, in bucket: FoundBucket, on answer: inout some ShowsObject,
        _ call: Call
    ) async throws {
        if object.tagCount > 0, try await may("s3:GetObjectTagging", input, in: bucket, call) {
            answer.tagCount = object.tagCount
        }
        if let retention = object.lock.retention, try await may("s3:GetObjectRetention", input, in: bucket, call) {
            answer.objectLockMode = ObjectLockMode(rawValue: retention.mode.name)
            answer.objectLockRetainUntilDate = retention.until
        }
        if let hold = object.lock.legalHold, try await may("s3:GetObjectLegalHold", input, in: bucket, call) {
            answer.objectLockLegalHoldStatus = hold ? .on : .off
        }
    }

    private func may(
        _ action: String, _ input: some ReadsObject, in bucket: FoundBucket, _ call: Call
    ) async throws -> Bool {
        let permission = permission(
            Self.action(action, input.versionId), on: input.key, in: bucket, versionID: input.versionId, call)
        // Nobody asked, so a denial is nobody's to explain.
        return try await authorizer.decide(permission, call.withoutTrail).isAllowed
    }

    func refuseOverridesOfAnonymous(_ input: some ReadsObject, _ call: Call) throws {
        try ResponseOverrides.check(input.overrides)
        guard case .anonymous = call.caller, input.overrides.contains(where: { $0.value != nil }) else { return }
        throw ServiceError.invalidRequest(
            "Request specific response headers cannot be used for anonymous GET requests.")
    }
}
