import CSandbox
import Glibc

/// Watches what the processes of a sandbox use together. In a namespace of their own they are all that /proc shows; without
/// one they are the program's process group, which processes can leave.
struct Supervisor {
    private let child: pid_t
    private let isAlone: Bool
    private let memoryBytes: Int
    private let mostProcesses: Int
    private let tell: (Int) -> Void
    private let ownID = getpid()

    /// Milliseconds between two looks, while something goes on and while nothing does.
    private static let shortestPause: Int32 = 25
    private static let longestPause: Int32 = 200
    private static let toldStep = 1 << 20

    init(child: pid_t, isAlone: Bool, memoryBytes: Int, mostProcesses: Int, tell: @escaping (Int) -> Void) {
        self.child = child
        self.isAlone = isAlone
        self.memoryBytes = memoryBytes
        self.mostProcesses = mostProcesses
        self.tell = tell
    }

    private struct Usage: Equatable {
        var processes = 0
        var bytes = 0
    }

    /// Returns when the program has ended, all others being ended with it.
    func wait() -> SandboxEnd {
        let descriptor = hanok_process_descriptor(child)
        var pause = Self.shortestPause
        var last = Usage()
        var told = 0
        while true {
            var polled = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: SandboxInit.control, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&polled, 2, pause) > 0 {
                // The server is gone, or wants this to end.
                if polled[1].revents != 0 { return endAll(.killed) }
                return ended()
            }
            let usage = look()
            if usage.bytes > memoryBytes { return endAll(.outOfMemory) }
            if usage.processes > mostProcesses { return endAll(.tooManyProcesses) }
            if usage.bytes > told + Self.toldStep {
                told = usage.bytes
                tell(told)
            }
            pause = usage == last ? min(pause * 2, Self.longestPause) : Self.shortestPause
            last = usage
        }
    }

    private func ended() -> SandboxEnd {
        var status: Int32 = 0
        waitpid(child, &status, 0)
        killAll()
        let signal = status & 0x7F
        return signal == 0 ? .exited(status: Int(status >> 8 & 0xFF)) : .signalled(Int(signal))
    }

    private func endAll(_ end: SandboxEnd) -> SandboxEnd {
        // Repeated, since some may just be beginning.
        for _ in 0..<100 {
            killAll()
            if look().processes == 0 { break }
            usleep(1000)
        }
        return end
    }

    /// In a namespace everything but this process and the first one, one by one, since signals to all are refused there; else
    /// the group.
    private func killAll() {
        guard isAlone else {
            kill(-child, SIGKILL)
            return
        }
        _ = forEachProcess { kill($0, SIGKILL) }
    }

    private func look() -> Usage {
        var usage = Usage()
        let isSeen = forEachProcess { pid in
            usage.processes += 1
            usage.bytes += Self.privateBytes(of: pid)
        }
        // What cannot be looked at cannot be limited.
        if !isSeen { usage.processes = .max }
        return usage
    }

    /// - Returns: whether they could be listed.
    private func forEachProcess(_ body: (pid_t) -> Void) -> Bool {
        guard let folder = opendir("/proc") else { return false }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let pid = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { atoi($0) }
            }
            guard pid > 1, pid != ownID, isAlone || getpgid(pid) == child else { continue }
            body(pid)
        }
        return true
    }

    /// Resident memory that is no file's: pages that forked processes share are counted for each.
    private static func privateBytes(of pid: pid_t) -> Int {
        guard let file = fopen("/proc/\(pid)/statm", "r") else { return 0 }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 128)
        guard fgets(&buffer, 128, file) != nil else { return 0 }
        let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let fields = text.split(separator: " ").compactMap { Int($0) }
        return fields.count > 2 ? max(0, fields[1] - fields[2]) * 4096 : 0
    }
}
