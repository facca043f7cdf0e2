import CivilTime
import FoundationEssentials
import ServiceKit
import Wire

/// One JSON line for each request, written behind the answers. Queries are left out: presigned
/// URLs and tokens stand there.
package final class AccessLog: Sendable {
    private let file: JSONLinesFile

    package init(path: String) { file = JSONLinesFile(path: path, rotationBytes: 128 << 20, kept: 1) }

    package func close() { file.close() }

    func write(_ record: AccessRecord, status: Int, byteCount: Int, now: Date) {
        var line = JSONWriter()
        line.beginObject()
        field("time", record.started.iso8601Milliseconds, &line)
        field("requestId", record.ids.id, &line)
        field("client", record.address, &line)
        field("method", record.method, &line)
        field("path", record.path, &line)
        field("service", record.service, &line)
        field("operation", record.operation, &line)
        field("caller", record.caller?.arn ?? "", &line)
        field("accessKeyId", record.accessKeyID ?? "", &line)
        field("action", record.action, &line)
        field("resource", record.resource, &line)
        field("decision", record.action.isEmpty ? "" : record.isDenied ? "deny" : "allow", &line)
        field("error", record.errorCode ?? "", &line)
        number("status", status, &line)
        number("bytes", byteCount, &line)
        number("microseconds", Int(now.timeIntervalSince(record.started) * 1_000_000), &line)
        line.endObject()
        file.append(line.bytes)
    }

    private func field(_ name: String, _ value: String, _ line: inout JSONWriter) {
        guard !value.isEmpty else { return }
        line.key(name)
        line.string(value)
    }

    private func number(_ name: String, _ value: Int, _ line: inout JSONWriter) {
        line.key(name)
        line.int(value)
    }
}
