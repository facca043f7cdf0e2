import FoundationEssentials
import S3Model
import ServiceKit
import Storage

/// Who or what made an event happen.
struct EventCause: Sendable {
    var time: Date
    var principalID: String
    var sourceAddress: String
    var requestID: String
    var hostID: String

    /// S3 itself.
    static func lifecycle(at time: Date) -> EventCause {
        EventCause(
            time: time, principalID: "s3.amazonaws.com", sourceAddress: "s3.amazonaws.com", requestID: "", hostID: "")
    }
}

extension S3 {
    func tell(of event: String, _ object: StoredObject, in bucket: Bucket, _ call: Call) async throws {
        guard bucket.settings.contains(.notification) else { return }
        let cause = EventCause(
            time: call.time, principalID: ObjectEvent.principalID(of: call.caller), sourceAddress: call.client.address,
            requestID: call.requestID, hostID: call.hostID)
        try await tell(of: event, object, in: bucket, cause)
    }

    func tell(of deleted: Deleted, in bucket: Bucket, _ call: Call) async throws {
        guard let object = deleted.object else { return }
        let event = deleted.isMarkerMade ? "ObjectRemoved:DeleteMarkerCreated" : "ObjectRemoved:Delete"
        try await tell(of: event, object, in: bucket, call)
    }

    /// Brings the event to the destinations that the bucket's configuration has for it.
    /// - Parameter event: without `s3:`.
    func tell(of event: String, _ object: StoredObject, in bucket: Bucket, _ cause: EventCause) async throws {
        guard bucket.settings.contains(.notification) else { return }
        let stored: NotificationConfiguration? = try await store.read { try $0.setting(.notification, of: bucket) }
        guard let rules = stored?.destinations(of: "s3:" + event, key: object.nameText), !rules.isEmpty else { return }
        let isThere = !event.hasPrefix("ObjectRemoved") && !object.isDeleteMarker
        let message = ObjectEvent(
            name: "s3:" + event, time: cause.time, region: bucket.region, bucket: bucket.name,
            bucketOwner: bucket.ownerID, principalID: cause.principalID, sourceAddress: cause.sourceAddress,
            requestID: cause.requestID, hostID: cause.hostID, key: object.nameText,
            size: isThere ? object.size : nil,
            entityTag: isThere ? object.quotedETag.replacing("\"", with: "") : nil,
            versionID: bucket.versioning == .never ? nil : object.versionID.text,
            sequencer: ObjectEvent.sequencer(object.sequence))
        for rule in rules {
            // The object is there whatever becomes of the message: the request must not look failed.
            try? await destinations.deliver(
                message.message(configurationID: rule.id), to: rule.arn, from: Self.arn(bucket.name),
                account: bucket.ownerID)
        }
    }
}
