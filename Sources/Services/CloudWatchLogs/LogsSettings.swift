/// What the configuration says of logs.
package struct LogsSettings: Sendable, Equatable {
    /// How long a day of a group's retention is: tests do not wait for one.
    package var retentionDaySeconds: Double = 86_400

    package init() {}
}
