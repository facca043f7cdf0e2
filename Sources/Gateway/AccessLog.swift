import CivilTime
import Dispatch
import FoundationEssentials
import ServiceKit
import Synchronization
import Wire

#if canImport(Glibc)
    import Glibc
#endif

/// One JSON line for each request, written behind the answers. Queries are left out: presigned
/// URLs and tokens stand there.
package final class AccessLog: Sendable {
    private struct Buffer {
        var bytes: [UInt8] = []
        var droppedLines = 0
    }

    /// Lines wait for the disk up to this much; then they are counted and dropped.
    private static let bufferLimit = 8 << 20
    /// The file is put aside, once, when it has grown to this.
    private static let rotationBytes = 128 << 20

    private let path: String
    private let buffer = Mutex(Buffer())
    private let queue = DispatchQueue(label: "access-log", qos: .utility)
    private nonisolated(unsafe) let timer: any DispatchSourceTimer

    package init(path: String) {
        self.path = path
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + 0.2, repeating: 0.2, leeway: .milliseconds(100))
        timer.setEventHandler { [weak self] in self?.flush() }
        timer.activate()
    }

    package func close() {
        timer.cancel()
        queue.sync { flush() }
    }

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
        let bytes = line.bytes
        buffer.withLock { buffer in
            guard buffer.bytes.count + bytes.count < Self.bufferLimit else {
                buffer.droppedLines += 1
                return
            }
            buffer.bytes.append(contentsOf: bytes)
            buffer.bytes.append(UInt8(ascii: "\n"))
        }
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

    private func flush() {
        let (bytes, dropped) = buffer.withLock { buffer in
            defer { buffer = Buffer() }
            return (buffer.bytes, buffer.droppedLines)
        }
        guard !bytes.isEmpty else { return }
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { Glibc.close(descriptor) }
        let note = dropped > 0 ? Array("{\"droppedLines\":\(dropped)}\n".utf8) : []
        for part in [note, bytes] {
            part.withUnsafeBytes { part in
                if let base = part.baseAddress { _ = Glibc.write(descriptor, base, part.count) }
            }
        }
        rotateIfGrown(descriptor)
    }

    private func rotateIfGrown(_ descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, Int(status.st_size) >= Self.rotationBytes else { return }
        rename(path, path + ".1")
    }
}
