import FoundationEssentials
import ServiceKit
import Storage

/// Carrying out what lifecycle rules want, a page at a time, behind the requests.
extension S3 {
    private static let bucketsPerPage = 100
    private static let uploadsPerPage = 500
    private static let pauseBetweenPages = Duration.milliseconds(5)

    /// Goes once through every bucket that has rules.
    package func runLifecycle() async throws {
        var start: [UInt8]?
        repeat {
            let from = start
            let page: RecordPage<Bucket> = try await store.read { snapshot in
                try snapshot.list(prefix: Key(table: .buckets), from: from, limit: Self.bucketsPerPage)
            }
            for bucket in page.records where bucket.settings.contains(.lifecycle) {
                try await runLifecycle(of: bucket)
            }
            start = page.next
        } while start != nil
    }

    private func runLifecycle(of bucket: Bucket) async throws {
        let known = knownLifecycles
        guard let rules = try await store.read({ try known.find(of: bucket, in: $0) }) else { return }
        let now = clock.now
        var position: LifecycleWalk.Position? = .init()
        while let from = position {
            let walk = try await store.read { snapshot in
                try LifecycleWalk(from: from, of: bucket, rules, now: now, in: snapshot)
            }
            try await carryOut(walk.due, in: bucket, at: now)
            position = walk.next
            try await Task.sleep(for: Self.pauseBetweenPages)
        }
        try await abortUploads(of: bucket, rules, now: now)
    }

    private func carryOut(_ due: [LifecycleWalk.Due], in bucket: Bucket, at now: Date) async throws {
        guard !due.isEmpty else { return }
        let marks = due.map { _ in (objectIDs.nextNumber(), randomness.bytes(VersionID.nonceBytes)) }
        let results = try await store.write { transaction -> [(Deleted?, StoredObject, String)] in
            // A bucket that is gone or has new rules is looked at next time.
            let found: Bucket? = try transaction.find(Bucket.key(bucket.name))
            guard let current = found, current.incarnation == bucket.incarnation, current.revision == bucket.revision
            else { return [] }
            var results: [(Deleted?, StoredObject, String)] = []
            for (item, mark) in zip(due, marks) {
                if let result = try transaction.carryOut(item, in: current, at: now, mark) { results.append(result) }
            }
            return results
        }
        let orphans = results.flatMap { $0.0?.orphans ?? [] }
        if !orphans.isEmpty { await blobs.remove(orphans) }
        for (_, object, event) in results {
            try await tell(of: event, object, in: bucket, .lifecycle(at: now))
        }
    }

    private func abortUploads(of bucket: Bucket, _ rules: LifecycleRules, now: Date) async throws {
        var start: [UInt8]?
        repeat {
            let from = start
            let page: RecordPage<Upload> = try await store.read { snapshot in
                try snapshot.list(prefix: bucket.uploads, from: from, limit: Self.uploadsPerPage)
            }
            for upload in page.records {
                guard let due = rules.abort(ofUpload: Array(upload.name.utf8), initiatedAt: upload.initiatedAt),
                    due.date <= now
                else { continue }
                let orphans = try await store.write { transaction -> [BlobID] in
                    let found: Upload? = try transaction.find(upload.key)
                    guard let found else { return [] }
                    return try transaction.complete(found, try transaction.parts(of: found), keeping: [])
                }
                await blobs.remove(orphans)
            }
            start = page.next
        } while start != nil
    }
}

extension Transaction {
    /// Whether it is the version that a key without an id means.
    private func isCurrent(_ object: StoredObject, in bucket: Bucket) throws -> Bool {
        try version(nil, of: object.name, in: bucket)?.object.sequence == object.sequence
    }

    /// - Returns: nil where the version is not what it was when it was looked at: another may be the current one now.
    fileprivate func carryOut(
        _ due: LifecycleWalk.Due, in bucket: Bucket, at now: Date, _ mark: (sequence: UInt64, nonce: [UInt8])
    ) throws -> (Deleted?, StoredObject, String)? {
        let id = due.object.versionID
        guard let version = try version(id, of: due.object.name, in: bucket),
            version.object.sequence == due.object.sequence,
            try isCurrent(version.object, in: bucket) == due.isLatest
        else { return nil }
        switch due.action {
        case .none: return nil
        case .transition(let storageClass):
            try update(version) { $0.storageClass = storageClass }
            return (nil, version.object, "LifecycleTransition")
        case .expireCurrent:
            guard bucket.versioning != .never else {
                let orphans = try destroy(version, in: bucket)
                return (Deleted(orphans: orphans), version.object, "LifecycleExpiration:Delete")
            }
            let made = try self.mark(
                version.object.name, latest: version.object, in: bucket, at: now, sequence: mark.sequence,
                nonce: mark.nonce, ownerID: "")
            return (Deleted(orphans: made.orphans), made.marker, "LifecycleExpiration:DeleteMarkerCreated")
        case .removeVersion, .removeDeleteMarker:
            // A delete marker that is current goes only while there is nothing below it.
            if due.isLatest, try !isAlone(version.object) { return nil }
            guard version.object.lock.allowsDeletion(at: now, bypassingGovernance: false) else { return nil }
            let orphans = try destroy(version, in: bucket)
            return (Deleted(orphans: orphans), version.object, "LifecycleExpiration:Delete")
        }
    }
}
