import CivilTime
import FoundationEssentials
import ServiceKit

/// The conditions of a read, in the order of RFC 9110, 13.2.2.
struct ReadConditions {
    var ifMatch: String?
    var ifNoneMatch: String?
    var ifModifiedSince: Date?
    var ifUnmodifiedSince: Date?

    func check(_ object: StoredObject, at now: Date) throws {
        // HTTP's times have whole seconds.
        let modified = Date(timeIntervalSince1970: object.modifiedAt.timeIntervalSince1970.rounded(.down))
        if let ifMatch {
            guard EntityTags.matches(ifMatch, object.quotedETag) else {
                throw ServiceError.preconditionFailed("If-Match")
            }
        } else if let ifUnmodifiedSince, modified > ifUnmodifiedSince {
            throw ServiceError.preconditionFailed("If-Unmodified-Since")
        }
        if let ifNoneMatch {
            if EntityTags.matches(ifNoneMatch, object.quotedETag) { throw Self.notModified(object) }
        } else if let ifModifiedSince, ifModifiedSince <= now, modified <= ifModifiedSince {
            // A time yet to come says nothing (RFC 9110, 13.1.3).
            throw Self.notModified(object)
        }
    }

    private static func notModified(_ object: StoredObject) -> ServiceError {
        ServiceError(
            "NotModified", "", status: 304,
            headers: [("ETag", object.quotedETag), ("Last-Modified", object.modifiedAt.httpDate)])
    }

    /// How a copy calls the condition that did not hold.
    func copySourceName(of error: ServiceError) -> String {
        if error.status == 304 {
            return ifNoneMatch == nil ? "x-amz-copy-source-If-Modified-Since" : "x-amz-copy-source-If-None-Match"
        }
        return ifMatch == nil ? "x-amz-copy-source-If-Unmodified-Since" : "x-amz-copy-source-If-Match"
    }
}
