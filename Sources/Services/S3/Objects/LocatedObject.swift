import CivilTime
import FoundationEssentials
import ServiceKit
import Storage

/// What a request finds under the key it names, all of it in one view of the store. A class, since it is handed from step
/// to step and its records are large to copy.
final class LocatedObject: Sendable {
    /// The version meant, which may be a delete marker; nil where there is none.
    let version: StoredObject?
    /// With what is needed to send its body.
    let found: FoundObject?
    let extras: ObjectExtras?

    init(version: StoredObject? = nil, found: FoundObject? = nil, extras: ObjectExtras? = nil) {
        self.version = version
        self.found = found
        self.extras = extras
    }
}

extension S3 {
    /// Finds bucket and object, once for all steps of the request.
    func locate(_ input: some NamesObject, _ call: Call) async throws -> (FoundBucket, LocatedObject) {
        if let known: LocatedObject = call.memo.find(Self.note(input)),
            let bucket: FoundBucket = call.memo.find("s3.bucket/" + input.bucket)
        {
            return (bucket, known)
        }
        return try await locateAnew(input, call)
    }

    /// The same as it is now, for all steps that follow: what was found before is not there any more.
    @discardableResult
    func locateAnew(_ input: some NamesObject, _ call: Call) async throws -> (FoundBucket, LocatedObject) {
        let (bucket, located) = try await lookUp(input, call)
        call.memo.keep(bucket, as: "s3.bucket/" + input.bucket)
        call.memo.keep(located, as: Self.note(input))
        return (bucket, located)
    }

    private static func note(_ input: some NamesObject) -> String {
        "s3.object/" + input.bucket + "/" + input.key + "?" + (input.versionId ?? "")
    }

    private func lookUp(_ input: some NamesObject, _ call: Call) async throws -> (FoundBucket, LocatedObject) {
        let knownAccess = knownAccess
        // A malformed id is told to those only who may read.
        let id = input.versionId.map { VersionID($0) }
        let found = try await store.read { snapshot -> (FoundBucket, LocatedObject)? in
            guard let bucket: Bucket = try snapshot.find(Bucket.key(input.bucket)) else { return nil }
            return (
                try FoundBucket(bucket, in: snapshot, knownAccess),
                try snapshot.locate(Array(input.key.utf8), id, in: bucket)
            )
        }
        guard let found else { throw ServiceError.noSuchBucket(input.bucket) }
        try check(
            found.0.bucket, expectedOwner: input.expectedBucketOwner, isElsewhere: input.isElsewhere, call)
        return found
    }

    /// The object that a request is about: not missing, not a delete marker.
    func requireObject(_ input: some NamesObject, _ call: Call) async throws -> (FoundBucket, LocatedObject) {
        let (bucket, located) = try await locate(input, call)
        _ = try await version(input, located, in: bucket, call)
        return (bucket, located)
    }

    /// - Throws: what S3 answers where there is no object, or a delete marker in its place.
    func version(
        _ input: some NamesObject, _ located: LocatedObject, in bucket: FoundBucket, _ call: Call
    ) async throws -> StoredObject {
        let id = try VersionID.parse(input.versionId)
        guard let version = located.version else {
            guard let id else { throw try await missingKey(input.key, in: bucket, call) }
            throw ServiceError.noSuchVersion(input.key, id.text)
        }
        guard version.isDeleteMarker else { return version }
        let headers: [(name: String, value: String)] = [
            ("x-amz-delete-marker", "true"), ("x-amz-version-id", version.versionID.text),
        ]
        guard id != nil else { throw try await missingKey(input.key, in: bucket, call, headers: headers) }
        throw ServiceError.markerNotAllowed(call.method, headers + [("Last-Modified", version.modifiedAt.httpDate)])
    }
}

extension Snapshot {
    /// - Parameter id: nil for the latest; nil inside for an id that is none.
    func locate(_ name: [UInt8], _ id: VersionID??, in bucket: Bucket) throws -> LocatedObject {
        if case .some(.none) = id { return LocatedObject() }
        guard let version = try version(id ?? nil, of: name, in: bucket)?.object else { return LocatedObject() }
        guard !version.isDeleteMarker else { return LocatedObject(version: version) }
        return LocatedObject(version: version, found: try withBody(version), extras: try extras(of: version))
    }
}

extension ServiceError {
    static func noSuchVersion(_ key: String, _ id: String) -> ServiceError {
        ServiceError(
            "NoSuchVersion", "The specified version does not exist.", status: 404,
            members: [("Key", key), ("VersionId", id)])
    }

    static func methodNotAllowed(_ method: String, on resourceType: String) -> ServiceError {
        ServiceError(
            "MethodNotAllowed", "The specified method is not allowed against this resource.", status: 405,
            members: [("Method", method), ("ResourceType", resourceType)])
    }

    static func markerNotAllowed(
        _ method: String, _ headers: [(name: String, value: String)]
    ) -> ServiceError {
        var error = methodNotAllowed(method, on: "DeleteMarker")
        error.headers = headers + [("Allow", "DELETE")]
        return error
    }
}
