import CivilTime
import FoundationEssentials
import Wire

/// What a destination is told of an event: AWS's invocation record.
struct InvocationRecord {
    enum Condition: String {
        case success = "Success"
        case retriesExhausted = "RetriesExhausted"
        case tooOld = "EventAgeExceeded"
        case noConcurrency = "ZeroReservedConcurrency"
    }

    var requestID: String
    /// With qualifier.
    var functionARN: String
    var condition: Condition
    var runs: Int
    var payload: [UInt8]
    var executedVersion: String
    /// Nil where the function was not run.
    var result: FunctionResult?

    func document(at time: Date) -> [UInt8] {
        var writer = JSONWriter(reserving: payload.count + 1024)
        writer.beginObject()
        writer.key("version")
        writer.string("1.0")
        writer.key("timestamp")
        writer.string(time.iso8601Milliseconds)
        writer.key("requestContext")
        writer.beginObject()
        writer.key("requestId")
        writer.string(requestID)
        writer.key("functionArn")
        writer.string(functionARN)
        writer.key("condition")
        writer.string(condition.rawValue)
        writer.key("approximateInvokeCount")
        writer.int(runs)
        writer.endObject()
        writer.key("requestPayload")
        writer.embed(payload)
        if let result { write(result, to: &writer) }
        writer.endObject()
        return writer.bytes
    }

    private func write(_ result: FunctionResult, to writer: inout JSONWriter) {
        writer.key("responseContext")
        writer.beginObject()
        writer.key("statusCode")
        writer.int(200)
        writer.key("executedVersion")
        writer.string(executedVersion)
        if let error = result.functionError {
            writer.key("functionError")
            writer.string(error)
        }
        writer.endObject()
        writer.key("responsePayload")
        writer.embed(result.payload)
    }
}

extension JSONWriter {
    /// A document within this one; what is none stands there as a text.
    mutating func embed(_ json: [UInt8]) {
        if json.isEmpty {
            null()
        } else if JSONText.isOne(json) {
            raw(json)
        } else {
            string(String(decoding: json, as: UTF8.self))
        }
    }
}
