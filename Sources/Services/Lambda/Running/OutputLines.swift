import FoundationEssentials
import ServiceKit
import Synchronization

/// What a copy of a function prints, as events of its log: a line each. What it prints faster than it is taken is dropped,
/// and counted; what the platform says about it never is.
final class OutputLines: Sendable {
    struct Line: Sendable {
        var event: LogEvent
        /// Of Lambda itself, as START and REPORT are: a few for each run.
        var isPlatform: Bool

        static func dropped(_ bytes: Int, at time: Date) -> Line {
            Line(event: LogEvent(time: time, message: "[\(bytes) bytes of output were dropped]\n"), isPlatform: true)
        }
    }

    private struct State {
        var partial: [UInt8] = []
        var lines: [Line] = []
        var bytes = 0
        var droppedBytes = 0
        /// The end of what was printed since the last mark, for who asks for it with the answer.
        var tail: [UInt8] = []
    }

    private let clock: any Clock
    private let state = Mutex(State())

    private static let mostBytes = 4 << 20
    private static let mostLines = 20_000
    private static let longestLine = 256 << 10
    /// So much of the log comes with an answer.
    static let tailBytes = 4096

    init(_ clock: any Clock) { self.clock = clock }

    func append(_ bytes: ArraySlice<UInt8>) {
        let now = clock.now
        state.withLock { state in
            var rest = bytes
            while let end = rest.firstIndex(of: 10) {
                Self.add(state.partial + rest[..<end], at: now, to: &state)
                state.partial = []
                rest = rest[(end + 1)...]
            }
            // A line without end comes in pieces.
            while !rest.isEmpty {
                let piece = rest.prefix(Self.longestLine - state.partial.count)
                state.partial.append(contentsOf: piece)
                rest = rest.dropFirst(piece.count)
                guard state.partial.count >= Self.longestLine else { continue }
                Self.add(state.partial, at: now, to: &state)
                state.partial = []
            }
        }
    }

    /// A line of the platform's own.
    func add(_ line: String) {
        let now = clock.now
        state.withLock { Self.add(Array(line.utf8), isPlatform: true, at: now, to: &$0) }
    }

    private static func add(_ line: [UInt8], isPlatform: Bool = false, at time: Date, to state: inout State) {
        guard !line.isEmpty else { return }
        state.tail.append(contentsOf: line)
        state.tail.append(10)
        if state.tail.count > 2 * tailBytes { state.tail.removeFirst(state.tail.count - tailBytes) }
        guard isPlatform || state.bytes + line.count <= mostBytes && state.lines.count < mostLines else {
            state.droppedBytes += line.count
            return
        }
        if !isPlatform { state.bytes += line.count }
        // Runtimes write the lines of one record with carriage returns between them.
        let text = line.map { $0 == 13 ? 10 : $0 } + [10]
        let event = LogEvent(time: time, message: String(decoding: text, as: UTF8.self))
        state.lines.append(Line(event: event, isPlatform: isPlatform))
    }

    /// Whether so much waits that it should be taken before the function is done.
    var isFilling: Bool {
        state.withLock { $0.bytes > Self.mostBytes / 4 || $0.lines.count > Self.mostLines / 4 }
    }

    /// What was printed since it was taken last.
    func take() -> [Line] {
        let now = clock.now
        return state.withLock { state in
            if state.droppedBytes > 0 { state.lines.append(.dropped(state.droppedBytes, at: now)) }
            defer { (state.lines, state.bytes, state.droppedBytes) = ([], 0, 0) }
            return state.lines
        }
    }

    /// Begins another tail, and ends a line that was left open before.
    func mark() {
        let now = clock.now
        state.withLock { state in
            if !state.partial.isEmpty { Self.add(state.partial, at: now, to: &state) }
            (state.partial, state.tail) = ([], [])
        }
    }

    var tail: [UInt8] { state.withLock { Array($0.tail.suffix(Self.tailBytes)) } }
}
