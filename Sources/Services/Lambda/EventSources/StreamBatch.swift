import CivilTime
import FoundationEssentials
import Wire

/// Changes that a function is given at once.
struct StreamBatch: Sendable {
    var records: [JSONValue]
    var shardID: String
    /// Up to where the stream was read for it, what did not match among it.
    var through: String?

    static func number(of record: JSONValue) -> String? { record["dynamodb"]?["SequenceNumber"]?.string }

    static func time(of record: JSONValue) -> Date? {
        guard case .number(let text)? = record["dynamodb"]?["ApproximateCreationDateTime"], let seconds = Double(text)
        else { return nil }
        return Date(timeIntervalSince1970: seconds)
    }

    /// The event, with the stream's name in each record.
    static func event(_ records: [JSONValue], _ sourceARN: String) -> [UInt8] {
        var writer = JSONWriter(reserving: 1024 * records.count)
        writer.beginObject()
        writer.key("Records")
        writer.list(records) { writer, record in
            writer.value(.object((record.members ?? []) + [.init("eventSourceARN", .string(sourceARN))]))
        }
        writer.endObject()
        return writer.bytes
    }
}

/// What the destination of failures is told of changes that were given up.
struct StreamFailureRecord {
    enum Condition: String {
        case retriesExhausted = "RetryAttemptsExhausted"
        case tooOld = "RecordAgeExceeded"
    }

    var requestID: String
    var functionARN: String
    var condition: Condition
    var runs: Int
    var executedVersion: String
    /// Nil where the function was not run.
    var result: FunctionResult?
    var records: [JSONValue]
    var shardID: String
    var streamARN: String

    func document(at time: Date) -> [UInt8] {
        var writer = JSONWriter(reserving: 2048)
        writer.beginObject()
        writer.key("requestContext")
        writer.beginObject()
        text("requestId", requestID, &writer)
        text("functionArn", functionARN, &writer)
        text("condition", condition.rawValue, &writer)
        writer.key("approximateInvokeCount")
        writer.int(runs)
        writer.endObject()
        if let result {
            writer.key("responseContext")
            writer.beginObject()
            writer.key("statusCode")
            writer.int(200)
            text("executedVersion", executedVersion, &writer)
            writer.key("functionError")
            if let error = result.functionError { writer.string(error) } else { writer.null() }
            writer.endObject()
        }
        text("version", "1.0", &writer)
        text("timestamp", time.iso8601Milliseconds, &writer)
        writeBatch(&writer)
        // The changes themselves go to buckets, which have room for them.
        text("payload", String(decoding: StreamBatch.event(records, streamARN), as: UTF8.self), &writer)
        writer.endObject()
        return writer.bytes
    }

    private func writeBatch(_ writer: inout JSONWriter) {
        writer.key("DDBStreamBatchInfo")
        writer.beginObject()
        text("shardId", shardID, &writer)
        text("startSequenceNumber", records.first.flatMap(StreamBatch.number) ?? "", &writer)
        text("endSequenceNumber", records.last.flatMap(StreamBatch.number) ?? "", &writer)
        if let first = records.first.flatMap(StreamBatch.time) {
            text("approximateArrivalOfFirstRecord", first.iso8601, &writer)
        }
        if let last = records.last.flatMap(StreamBatch.time) {
            text("approximateArrivalOfLastRecord", last.iso8601, &writer)
        }
        writer.key("batchSize")
        writer.int(records.count)
        text("streamArn", streamARN, &writer)
        writer.endObject()
    }

    private func text(_ key: String, _ value: String, _ writer: inout JSONWriter) {
        writer.key(key)
        writer.string(value)
    }
}
