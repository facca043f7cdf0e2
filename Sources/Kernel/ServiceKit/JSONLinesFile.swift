import Dispatch
import FoundationEssentials
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A file of JSON lines, written behind: a line waits in memory for a moment, never for the disk. It is put
/// aside when it has grown, and so many old ones are kept.
package final class JSONLinesFile: Sendable {
    private struct Buffer {
        var bytes: [UInt8] = []
        var droppedLines = 0
    }

    /// Lines wait for the disk up to this much; then they are counted and dropped.
    private static let bufferLimit = 8 << 20

    private let path: String
    private let rotationBytes: Int
    private let kept: Int
    private let buffer = Mutex(Buffer())
    private let queue: DispatchQueue
    private nonisolated(unsafe) let timer: any DispatchSourceTimer

    /// - Parameter kept: how many files put aside are kept, `path.1` being the newest.
    package init(path: String, rotationBytes: Int, kept: Int) {
        self.path = path
        self.rotationBytes = rotationBytes
        self.kept = kept
        queue = DispatchQueue(label: path, qos: .utility)
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + 0.2, repeating: 0.2, leeway: .milliseconds(100))
        timer.setEventHandler { [weak self] in self?.flush() }
        timer.activate()
    }

    package func close() {
        timer.cancel()
        queue.sync { flush() }
    }

    package func append(_ line: [UInt8]) {
        buffer.withLock { buffer in
            guard buffer.bytes.count + line.count < Self.bufferLimit else {
                buffer.droppedLines += 1
                return
            }
            buffer.bytes.append(contentsOf: line)
            buffer.bytes.append(UInt8(ascii: "\n"))
        }
    }

    /// The same, for who may wait for the disk: writes first where the line would have no room.
    package func appendWaiting(_ line: [UInt8]) {
        let isFull = buffer.withLock { $0.bytes.count + line.count >= Self.bufferLimit }
        if isFull { queue.sync { flush() } }
        append(line)
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
        guard fstat(descriptor, &status) == 0, Int(status.st_size) >= rotationBytes else { return }
        for number in stride(from: kept - 1, through: 1, by: -1) {
            rename("\(path).\(number)", "\(path).\(number + 1)")
        }
        rename(path, path + ".1")
    }
}
