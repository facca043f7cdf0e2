/// Brings what happened in a bucket to whom its notification configuration names.
package protocol DeliversEvents: Sendable {
    /// Whether the bucket may send to the destination: it is there, and lets S3 in for this bucket and account.
    func mayDeliver(to arn: String, from bucketARN: String, account: String) async -> Bool
    /// Takes the message over for good; it is delivered at least once.
    func deliver(_ message: [UInt8], to arn: String, from bucketARN: String, account: String) async throws
}

/// A house without destinations.
package struct NoDestinations: DeliversEvents {
    package init() {}
    package func mayDeliver(to arn: String, from bucketARN: String, account: String) async -> Bool { false }
    package func deliver(_ message: [UInt8], to arn: String, from bucketARN: String, account: String) async throws {}
}
