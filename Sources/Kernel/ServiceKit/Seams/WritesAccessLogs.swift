import FoundationEssentials

/// Takes what an API's stage says of each of its requests, in the format its owner chose. It must neither wait nor throw:
/// the answer is on its way.
package protocol WritesAccessLogs: Sendable {
    /// - Parameters:
    ///   - destinationARN: a log group of the account's.
    ///   - stream: a name for lines that belong together: the API's, the stage's.
    ///   - role: whose permissions count; nil where the account's resource policies let the delivery of logs in.
    func write(
        _ line: String, to destinationARN: String, stream: String, account: String, role: String?, at time: Date)
}

/// Stands where no logs are kept.
package struct NoAccessLogs: WritesAccessLogs {
    package init() {}
    package func write(
        _ line: String, to destinationARN: String, stream: String, account: String, role: String?, at time: Date
    ) {}
}
