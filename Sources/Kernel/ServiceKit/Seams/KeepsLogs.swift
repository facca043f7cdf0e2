import FoundationEssentials

/// Keeps what services write about their work: functions' output, accesses of an API. Written means on the disk.
package protocol KeepsLogs: Sendable {
    /// Appends events in the order of their times, as the call's caller would with PutLogEvents. What is missing of the
    /// place is made first, with CreateLogGroup and CreateLogStream. A message that is too long for one event becomes
    /// several; an empty one none.
    /// - Throws: the refusal where the caller may not do one of these. What was written before it stays.
    func write(_ events: [LogEvent], to place: LogPlace, _ call: Call) async throws

    /// The same for a service, which the account's resource policies must let in. It makes streams, but no group.
    func write(_ events: [LogEvent], to place: LogPlace, as writer: LogDelivery) async throws
}

package struct LogEvent: Sendable, Equatable {
    package var time: Date
    package var message: String

    package init(time: Date, message: String) {
        self.time = time
        self.message = message
    }
}

package struct LogPlace: Sendable, Hashable {
    package var accountID: String
    package var region: String
    package var group: String
    package var stream: String

    package init(accountID: String, region: String, group: String, stream: String) {
        self.accountID = accountID
        self.region = region
        self.group = group
        self.stream = stream
    }
}

/// A service that writes logs of its own right: `delivery.logs.amazonaws.com`.
package struct LogDelivery: Sendable {
    package var principal: String
    /// What the logs are about, `aws:SourceArn`, and that resource's account.
    package var sourceARN: String
    package var sourceAccount: String
    package var time: Date

    package init(principal: String, sourceARN: String, sourceAccount: String, time: Date) {
        self.principal = principal
        self.sourceARN = sourceARN
        self.sourceAccount = sourceAccount
        self.time = time
    }
}
