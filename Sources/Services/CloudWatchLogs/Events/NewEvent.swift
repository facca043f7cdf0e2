/// An event that is to be put.
struct NewEvent: Sendable {
    var timestamp: Int
    var message: String

    var byteCount: Int { message.utf8.count + StoredLogEvent.overhead }
}
