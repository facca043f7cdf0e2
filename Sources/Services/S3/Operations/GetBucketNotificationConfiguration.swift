import S3Model
import ServiceKit

extension S3 {
    func getBucketNotificationConfiguration(
        _ input: GetBucketNotificationConfigurationRequest, _ call: Call
    ) async throws -> GetBucketNotificationConfigurationResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let stored: NotificationConfiguration? = try await setting(.notification, of: bucket)
        return GetBucketNotificationConfigurationResponse(
            topicConfigurations: stored?.topicConfigurations, queueConfigurations: stored?.queueConfigurations,
            lambdaFunctionConfigurations: stored?.lambdaFunctionConfigurations,
            eventBridgeConfiguration: stored?.eventBridgeConfiguration)
    }
}
