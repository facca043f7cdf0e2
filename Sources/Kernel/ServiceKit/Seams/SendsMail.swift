import FoundationEssentials

/// Sends mail and short messages, or keeps them in the outbox where no server is set.
package protocol SendsMail: Sendable {
    func send(_ message: OutgoingMessage) async throws
}

package struct OutgoingMessage: Sendable, Codable {
    package enum Medium: String, Sendable, Codable { case email = "EMAIL", sms = "SMS" }

    package var medium: Medium
    package var to: String
    package var from: String
    package var subject: String
    package var body: String
    package var time: Date

    package init(medium: Medium, to: String, from: String, subject: String, body: String, time: Date) {
        self.medium = medium
        self.to = to
        self.from = from
        self.subject = subject
        self.body = body
        self.time = time
    }
}
