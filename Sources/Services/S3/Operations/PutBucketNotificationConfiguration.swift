import S3Model
import ServiceKit

extension S3 {
    func putBucketNotificationConfiguration(
        _ input: PutBucketNotificationConfigurationRequest, _ call: Call
    ) async throws -> PutBucketNotificationConfigurationResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let checked = try NotificationCheck.check(input.notificationConfiguration, region: bucket.region) {
            randomness.text(48, from: Alphabet.lowerAlphanumeric)
        }
        if input.skipDestinationValidation != true { try await requireDestinations(of: checked, bucket) }
        try await put(checked, .notification, of: bucket)
        try await greet(checked, bucket, call)
        return PutBucketNotificationConfigurationResponse()
    }

    private func requireDestinations(of configuration: NotificationConfiguration, _ bucket: Bucket) async throws {
        var refused: [NotificationRule] = []
        for rule in configuration.rules {
            let may = await destinations.mayDeliver(
                to: rule.arn, from: Self.arn(bucket.name), account: bucket.ownerID)
            if !may { refused.append(rule) }
        }
        guard refused.isEmpty else { throw NotificationCheck.undeliverable(refused) }
    }

    /// Each destination hears once that it will hear.
    private func greet(_ configuration: NotificationConfiguration, _ bucket: Bucket, _ call: Call) async throws {
        let event = TestEvent(
            time: call.time, bucket: bucket.name, requestID: call.requestID, hostID: call.hostID)
        for rule in configuration.rules where rule.kind != .function {
            // Who refused the validation may have named what is not there.
            try? await destinations.deliver(
                event.message, to: rule.arn, from: Self.arn(bucket.name), account: bucket.ownerID)
        }
    }
}
