import CivilTime
import FoundationEssentials
import Logging
import Wire

#if canImport(Glibc)
    import Glibc
#endif

/// The server's own log: JSON lines on standard error.
struct JSONLogHandler: LogHandler {
    let label: String
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = JSONWriter()
        line.beginObject()
        add("time", Date().iso8601Milliseconds, to: &line)
        add("level", event.level.rawValue, to: &line)
        add("message", event.message.description, to: &line)
        let all = metadata.merging(event.metadata ?? [:]) { _, later in later }
        for (name, value) in all.sorted(by: { $0.key < $1.key }) { add(name, value.description, to: &line) }
        line.endObject()
        let bytes = line.bytes + [UInt8(ascii: "\n")]
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private func add(_ name: String, _ value: String, to line: inout JSONWriter) {
        line.key(name)
        line.string(value)
    }
}
