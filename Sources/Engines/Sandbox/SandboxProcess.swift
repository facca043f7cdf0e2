import CSandbox
import Glibc
import Synchronization

/// A sandbox that runs, and what it is known by.
package final class SandboxProcess: Sendable {
    private struct State {
        var pid: pid_t = 0
        var control: Int32 = -1
        var output: Int32 = -1
        /// Readable once the outermost process has ended.
        var process: Int32 = -1
        var listeners: [Int32] = []
        var ports: [Int] = []
        var mostUsed = 0
        var initID: pid_t = 0
        var programID: pid_t = 0
        var group: ControlGroups.Group?
        var end: SandboxEnd?
        var wasKilled = false
        var isAlone = true
        var failure: String?
        var isOver = false
        var ready: CheckedContinuation<Void, any Error>?
        var waiting: [CheckedContinuation<SandboxEnd, Never>] = []
    }

    let spec: SandboxSpec
    private let output: @Sendable (ArraySlice<UInt8>) -> Void
    private let state = Mutex(State())
    /// Held while what the program printed is read, so that it is taken in its order.
    private let reading = Mutex(())
    private static let piece = 64 << 10

    init(_ spec: SandboxSpec, output: @escaping @Sendable (ArraySlice<UInt8>) -> Void) {
        self.spec = spec
        self.output = output
    }

    deinit {
        state.withLock { state in
            for descriptor in [state.control, state.output, state.process] + state.listeners where descriptor >= 0 {
                close(descriptor)
            }
        }
    }

    // MARK: For who started it

    /// Listening sockets within the sandbox, in the order of its ports; they are the caller's from here on.
    package func takeListeners() -> [Int32] {
        state.withLock { state in
            defer { state.listeners = [] }
            return state.listeners
        }
    }

    package var ports: [Int] { state.withLock { $0.ports } }

    package var isOver: Bool { state.withLock { $0.isOver } }

    /// Ends all its processes at once.
    package func kill() {
        state.withLock { state in
            state.wasKilled = true
            guard state.pid > 0, !state.isOver else { return }
            // Without a namespace the first process has to end the others: it does once nobody listens to it.
            if state.isAlone { Glibc.kill(state.pid, SIGKILL) } else { shutdown(state.control, Int32(SHUT_RDWR)) }
            state.group?.killAll()
        }
    }

    package func end() async -> SandboxEnd {
        await withCheckedContinuation { continuation in
            let end = state.withLock { state -> SandboxEnd? in
                if state.isOver { return state.end ?? .killed }
                state.waiting.append(continuation)
                return nil
            }
            if let end { continuation.resume(returning: end) }
        }
    }

    /// Takes what the program printed until now.
    package func drain() {
        reading.withLock { _ in
            let descriptor = state.withLock { $0.output }
            guard descriptor >= 0 else { return }
            var buffer = [UInt8](repeating: 0, count: Self.piece)
            // A program that prints without end is not waited for: at most a pipe's length is in the pipe.
            for _ in 0..<16 {
                let count = read(descriptor, &buffer, buffer.count)
                guard count > 0 else { break }
                output(buffer[..<count])
            }
        }
    }

    /// The most memory it had at a time, in bytes, as far as it was looked at.
    package func mostMemoryUsed() -> Int {
        let program = state.withLock { state in
            if state.programID == 0, state.initID > 0 { state.programID = Self.child(of: state.initID) ?? 0 }
            return state.programID
        }
        let used = program > 0 ? Self.residentBytes(of: program) : 0
        return state.withLock { state in
            state.mostUsed = max(state.mostUsed, used)
            return state.mostUsed
        }
    }

    private static func child(of pid: pid_t) -> pid_t? {
        firstLine("/proc/\(pid)/task/\(pid)/children").flatMap { $0.split(separator: " ").first }.flatMap { pid_t($0) }
    }

    private static func residentBytes(of pid: pid_t) -> Int {
        let fields = firstLine("/proc/\(pid)/statm")?.split(separator: " ").compactMap { Int($0) } ?? []
        return fields.count > 1 ? fields[1] * 4096 : 0
    }

    private static func firstLine(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 256)
        guard fgets(&buffer, 256, file) != nil else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    // MARK: For the launcher's thread

    func onReady(_ continuation: CheckedContinuation<Void, any Error>) { state.withLock { $0.ready = continuation } }

    func begin(pid: pid_t, control: Int32, output: Int32, isAlone: Bool) {
        state.withLock { state in
            state.pid = pid
            state.isAlone = isAlone
            state.control = control
            state.output = output
            state.process = hanok_process_descriptor(pid)
            if state.wasKilled { Glibc.kill(pid, SIGKILL) }
        }
        let order = SandboxOrder(spec, isAlone: isAlone).bytes
        if hanok_send(control, order, order.count, nil, 0) < 0 { kill() }
    }

    var descriptors: [Int32] {
        state.withLock { [$0.control, $0.output, $0.process].filter { $0 >= 0 } }
    }

    func look(at descriptor: Int32, _ groups: ControlGroups?) {
        let (control, process) = state.withLock { ($0.control, $0.process) }
        if descriptor == control {
            hear(groups)
        } else if descriptor == process {
            ended()
        } else {
            readOutput()
        }
    }

    private func readOutput() {
        reading.withLock { _ in
            let descriptor = state.withLock { $0.output }
            guard descriptor >= 0 else { return }
            var buffer = [UInt8](repeating: 0, count: Self.piece)
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 { return output(buffer[..<count]) }
            if count < 0, errno == EAGAIN || errno == EINTR { return }
            closeDescriptor(\.output)
        }
    }

    private func closeDescriptor(_ path: WritableKeyPath<State, Int32>) {
        state.withLock { state in
            if state[keyPath: path] >= 0 { close(state[keyPath: path]) }
            state[keyPath: path] = -1
        }
    }

    private func hear(_ groups: ControlGroups?) {
        let control = state.withLock { $0.control }
        var buffer = [UInt8](repeating: 0, count: 4096)
        var descriptors = [Int32](repeating: -1, count: 8)
        var count: Int32 = 0
        var pid: pid_t = 0
        let received = hanok_receive(control, &buffer, buffer.count, &descriptors, 8, &count, &pid)
        guard received > 0 else { return closeDescriptor(\.control) }
        switch SandboxNotice(String(decoding: buffer[..<received], as: UTF8.self)) {
        case .listening(let ports):
            let group = groups?.add(pid, spec)
            let ready = state.withLock { state in
                state.listeners = Array(descriptors[..<Int(count)])
                state.ports = ports
                state.initID = pid
                state.group = group
                defer { state.ready = nil }
                return state.ready
            }
            let go: [UInt8] = [1]
            _ = hanok_send(control, go, 1, nil, 0)
            ready?.resume()
        case .used(let bytes): state.withLock { $0.mostUsed = max($0.mostUsed, bytes) }
        case .ended(let end): state.withLock { $0.end = end }
        case .failed(let reason): state.withLock { $0.failure = reason }
        case nil: break
        }
    }

    private func ended() {
        while state.withLock({ $0.control }) >= 0 { hear(nil) }
        drain()
        let group = state.withLock { $0.group }
        // Asked before the group is gone with what it counted.
        let wasOutOfMemory = group?.wasOutOfMemory == true
        group?.remove()
        var status: Int32 = 0
        let (ready, failure, waiting, end) = state.withLock { state in
            // Once it was waited for its number may be another process's, which nobody may take for this one.
            waitpid(state.pid, &status, 0)
            state.isOver = true
            let end = Self.end(state, wasOutOfMemory)
            state.end = end
            defer { (state.ready, state.waiting) = (nil, []) }
            return (state.ready, state.failure, state.waiting, end)
        }
        closeDescriptor(\.process)
        // Nobody reads from a number that is another file's by then.
        reading.withLock { _ in closeDescriptor(\.output) }
        ready?.resume(throwing: SandboxFailure(failure ?? "the sandbox did not come up (status \(status >> 8 & 0xFF))"))
        for continuation in waiting { continuation.resume(returning: end) }
    }

    private static func end(_ state: State, _ wasOutOfMemory: Bool) -> SandboxEnd {
        if state.wasKilled { return .killed }
        switch state.end {
        // What the kernel ends for its memory looks as if somebody had killed it.
        case nil, .signalled(9)?: return wasOutOfMemory ? .outOfMemory : state.end ?? .killed
        case let end?: return end
        }
    }

    func fail(_ reason: String) {
        let ready = state.withLock { state in
            state.isOver = true
            defer { state.ready = nil }
            return state.ready
        }
        ready?.resume(throwing: SandboxFailure(reason))
    }
}
