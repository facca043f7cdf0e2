import FoundationEssentials
import Storage

/// An event that was accepted to be run later, or what came of one and has to be handed on. Its key begins with the time
/// when it is due.
struct QueuedEvent: Record, Codable {
    static let table = TableID.functionEvents

    var dueAt: Date
    /// In the order of accepting, and the same through all attempts.
    var number: UInt64
    /// The function's ARN, with its qualifier.
    var address: String
    var incarnation: UInt64
    var requestID: String
    var payload: [UInt8]
    var acceptedAt: Date
    var attempts: Int
    /// How many functions before it led to it, one by the destination of another.
    var chain = 0
    /// Set where the payload is a document that a destination waits for.
    var delivery: Delivery?

    struct Delivery: Codable, Sendable {
        /// An ARN.
        var target: String
        /// Whose permissions count.
        var roleARN: String
        /// Of what is put into a bucket, with a slash behind it.
        var folder: String
    }

    static let all = Key(table: .functionEvents)
    var key: Key {
        Self.all.number(UInt64(max(0, dueAt.timeIntervalSince1970 * 1000))).number(number)
    }

    /// Each function's events stand in a line of their own, so that none waits behind another function's. What is to be
    /// handed on is a line too.
    static let lines = Key(table: .functionEventsByFunction)
    static func line(_ incarnation: UInt64) -> Key { lines.number(incarnation) }
    var line: UInt64 { delivery == nil ? incarnation : 0 }
    var indexKeys: [Key] {
        [Self.line(line).number(UInt64(max(0, dueAt.timeIntervalSince1970 * 1000))).number(number)]
    }

    func encoded() throws -> [UInt8] {
        var writer = RecordWriter()
        for time in [dueAt, acceptedAt] { writer.number(UInt64(max(0, time.timeIntervalSince1970 * 1000))) }
        writer.number(number)
        writer.number(incarnation)
        writer.text(address)
        writer.text(requestID)
        writer.number(attempts)
        writer.data(payload)
        writer.number(chain)
        writer.optional(delivery?.target)
        if let delivery {
            writer.text(delivery.roleARN)
            writer.text(delivery.folder)
        }
        return writer.bytes
    }

    init(
        dueAt: Date, number: UInt64, address: String, incarnation: UInt64, requestID: String, payload: [UInt8],
        acceptedAt: Date, attempts: Int, delivery: Delivery? = nil
    ) {
        self.dueAt = dueAt
        self.number = number
        self.address = address
        self.incarnation = incarnation
        self.requestID = requestID
        self.payload = payload
        self.acceptedAt = acceptedAt
        self.attempts = attempts
        self.delivery = delivery
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        dueAt = Date(timeIntervalSince1970: Double(try reader.number()) / 1000)
        acceptedAt = Date(timeIntervalSince1970: Double(try reader.number()) / 1000)
        number = try reader.number()
        incarnation = try reader.number()
        address = try reader.text()
        requestID = try reader.text()
        attempts = try reader.integer()
        payload = Array(try reader.data())
        chain = try reader.integer()
        guard let target = try reader.optionalText() else { return }
        delivery = Delivery(target: target, roleARN: try reader.text(), folder: try reader.text())
    }
}
