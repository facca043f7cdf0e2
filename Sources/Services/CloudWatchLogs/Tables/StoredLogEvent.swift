import Storage

/// An event as it is kept. Its message stands last, as it came.
struct StoredLogEvent: Sendable {
    /// What AWS counts for an event beside its message.
    static let overhead = 26
    private static let format: UInt8 = 1

    var position: EventPosition
    var stream: UInt64
    var ingestionTime: Int
    var message: String

    var byteCount: Int { message.utf8.count + Self.overhead }

    init(position: EventPosition, stream: UInt64, ingestionTime: Int, message: String) {
        self.position = position
        self.stream = stream
        self.ingestionTime = ingestionTime
        self.message = message
    }

    var value: [UInt8] {
        var writer = RecordWriter()
        writer.number(stream)
        writer.number(ingestionTime)
        var bytes = [Self.format]
        bytes.reserveCapacity(writer.bytes.count + message.utf8.count + 1)
        bytes += writer.bytes
        bytes += message.utf8
        return bytes
    }

    init(key: [UInt8], value: [UInt8]) throws {
        let (stream, ingestionTime, message) = try Self.parts(value)
        position = try EventPosition(endOf: key)
        self.stream = stream
        self.ingestionTime = ingestionTime
        self.message = String(decoding: message, as: UTF8.self)
    }

    /// A row's stream and the size it counts for, without making its message.
    static func facts(_ value: [UInt8]) throws -> (stream: UInt64, byteCount: Int) {
        let (stream, _, message) = try parts(value)
        return (stream, message.count + overhead)
    }

    private static func parts(_ value: [UInt8]) throws -> (UInt64, Int, ArraySlice<UInt8>) {
        guard value.first == format else {
            throw StorageError.corrupt("a log event was written by a newer version")
        }
        var reader = RecordReader(value.dropFirst())
        return (try reader.number(), try reader.integer(), reader.rest)
    }
}
