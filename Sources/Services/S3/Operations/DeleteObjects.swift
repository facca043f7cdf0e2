import CivilTime
import FoundationEssentials
import S3Model
import ServiceKit
import Storage

extension S3 {
    private static let mostKeys = 1000

    /// Deletes up to 1,000 objects. Each key is decided by itself, and answered by itself.
    func deleteObjects(_ input: DeleteObjectsRequest, _ call: Call) async throws -> DeleteObjectsResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        let objects = input.delete.objects
        guard (1...Self.mostKeys).contains(objects.count) else { throw ServiceError.malformedXML }
        var refusals: [Int: ServiceError] = [:]
        var deletions: [(index: Int, deletion: Deletion)] = []
        for (index, object) in objects.enumerated() {
            do {
                deletions.append((index, try await allowed(object, input, in: found, call)))
            } catch let error as ServiceError {
                refusals[index] = error
            }
        }
        let results = try await carryOut(deletions, in: found.bucket, call)
        for (index, result) in results {
            if case .failure(let error) = result { refusals[index] = error }
        }
        var answer = DeleteObjectsResponse(deleted: [], errors: [])
        for (index, object) in objects.enumerated() {
            if let error = refusals[index] {
                answer.errors?.append(
                    DeleteObjectsError(
                        key: object.key, versionId: object.versionId, code: error.code, message: error.message))
            } else if case .success(let deleted)? = results[index] {
                try await tell(of: deleted, in: found.bucket, call)
                if input.delete.quiet != true { answer.deleted?.append(shown(deleted, object)) }
            }
        }
        return answer
    }

    private func shown(_ deleted: Deleted, _ object: ObjectIdentifier) -> DeletedObject {
        DeletedObject(
            key: object.key, versionId: object.versionId, deleteMarker: deleted.isMarker ? true : nil,
            deleteMarkerVersionId: deleted.isMarker ? deleted.version?.text : nil)
    }

    /// All in one commit; what one key's lock refuses leaves the others alone.
    private func carryOut(
        _ deletions: [(index: Int, deletion: Deletion)], in bucket: Bucket, _ call: Call
    ) async throws -> [Int: Result<Deleted, ServiceError>] {
        guard !deletions.isEmpty else { return [:] }
        let results = try await store.write { transaction in
            let current = try transaction.require(bucket)
            var results: [Int: Result<Deleted, ServiceError>] = [:]
            for (index, deletion) in deletions {
                do {
                    results[index] = .success(try transaction.carryOut(deletion, in: current, at: call.time))
                } catch let error as ServiceError {
                    results[index] = .failure(error)
                }
            }
            return results
        }
        let orphans = results.values.flatMap { (try? $0.get().orphans) ?? [] }
        if !orphans.isEmpty { await blobs.remove(orphans) }
        return results
    }

    private func allowed(
        _ object: ObjectIdentifier, _ input: DeleteObjectsRequest, in found: FoundBucket, _ call: Call
    ) async throws -> Deletion {
        var actions = [Self.action("s3:DeleteObject", object.versionId)]
        let bypasses = input.bypassGovernanceRetention == true
        if bypasses, object.versionId != nil { actions.append("s3:BypassGovernanceRetention") }
        if let tag = object.eTag, tag != "*" { actions.append("s3:GetObject") }
        try await decide(
            actions.map { permission($0, on: object.key, in: found, versionID: object.versionId, call) }, call)
        try ObjectAttributes.check(key: object.key)
        guard object.size == nil, object.lastModifiedTime == nil else {
            throw ServiceError.notImplemented("x-amz-if-match-size")
        }
        let versionID = try object.versionId.map { text in
            guard let id = VersionID(text) else { throw ServiceError.noSuchVersion(object.key, text) }
            return id
        }
        return deletion(
            of: object.key, versionID, if: try WriteCondition(ifMatch: object.eTag, ifNoneMatch: nil),
            bypassing: bypasses, in: found.bucket, call)
    }
}
