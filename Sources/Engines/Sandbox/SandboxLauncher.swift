import CSandbox
import Glibc
import Synchronization

/// Starts sandboxes and watches over them, on one thread that lives as long as the server: what is started is ended by the
/// system when the thread that started it ends.
package final class SandboxLauncher: Sendable {
    /// How programs are kept apart from the machine.
    package enum Isolation: Sendable, Equatable {
        /// By bubblewrap, at that path.
        case bubblewrap(String)
        /// Not at all, as the configuration may say.
        case none
    }

    private struct State {
        var waiting: [SandboxProcess] = []
        var isStopped = false
        var isRunning = false
    }

    private let isolation: Isolation
    private let executable: String
    private let state = Mutex(State())
    private let wake: (read: Int32, write: Int32)

    /// - Parameter executable: the server's own, which begins in each sandbox.
    package init(isolation: Isolation, executable: String) {
        self.isolation = isolation
        self.executable = executable
        var ends: [Int32] = [-1, -1]
        _ = hanok_output_pipe(&ends)
        wake = (ends[0], ends[1])
    }

    deinit {
        close(wake.read)
        close(wake.write)
    }

    /// - Parameter output: takes what the program prints, on the launcher's thread or on `drain`'s.
    package func start(
        _ spec: SandboxSpec, output: @escaping @Sendable (ArraySlice<UInt8>) -> Void
    ) async throws -> SandboxProcess {
        let process = SandboxProcess(isolation == .none ? spec.unmounted : spec, output: output)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.onReady(continuation)
            enqueue(process)
        }
        return process
    }

    package func stop() {
        state.withLock { $0.isStopped = true }
        ring()
    }

    private func enqueue(_ process: SandboxProcess) {
        let begins = state.withLock { state in
            guard !state.isStopped else { return nil as Bool? }
            state.waiting.append(process)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard let begins else { return process.fail("the server stops") }
        if begins { startThread() }
        ring()
    }

    private func ring() {
        var byte: UInt8 = 1
        _ = write(wake.write, &byte, 1)
    }

    private func startThread() {
        var thread = pthread_t()
        let own = Unmanaged.passRetained(self)
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<SandboxLauncher>.fromOpaque(argument).takeRetainedValue().loop()
                return nil
            }, own.toOpaque())
        pthread_detach(thread)
    }

    // MARK: The thread

    private func loop() {
        // Made here, since most servers of tests never start any.
        let groups = ControlGroups()
        var running: [SandboxProcess] = []
        while true {
            let (waiting, isStopped) = state.withLock { state in
                defer { state.waiting = [] }
                return (state.waiting, state.isStopped)
            }
            for process in waiting {
                if isStopped { process.fail("the server stops") } else if launch(process) { running.append(process) }
            }
            if isStopped {
                for process in running { process.kill() }
            }
            if isStopped && running.isEmpty {
                groups?.remove()
                return
            }
            watch(&running, groups)
        }
    }

    private func watch(_ running: inout [SandboxProcess], _ groups: ControlGroups?) {
        var polled = [pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0)]
        var owners: [SandboxProcess] = []
        for process in running {
            for descriptor in process.descriptors {
                polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
                owners.append(process)
            }
        }
        guard poll(&polled, nfds_t(polled.count), -1) > 0 else { return }
        if polled[0].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 256)
            while read(wake.read, &bytes, bytes.count) == bytes.count {}
        }
        for (owner, polled) in zip(owners, polled.dropFirst()) where polled.revents != 0 {
            owner.look(at: polled.fd, groups)
        }
        running.removeAll { $0.isOver }
    }

    private func launch(_ process: SandboxProcess) -> Bool {
        var sockets: [Int32] = [-1, -1]
        var output: [Int32] = [-1, -1]
        guard hanok_socket_pair(&sockets) == 0, hanok_output_pipe(&output) == 0 else {
            process.fail("no descriptors are left")
            return false
        }
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        var own = [nothing, output[1], output[1], sockets[1]]
        let command = command(for: process.spec, &own)
        defer { for descriptor in Set(own) { close(descriptor) } }
        var pid: pid_t = 0
        let arguments = CStringList(command)
        let environment = CStringList(["PATH=/usr/bin:/bin"])
        let error = hanok_spawn(command[0], arguments.pointers, environment.pointers, own, Int32(own.count), &pid)
        guard error == 0 else {
            close(sockets[0])
            close(output[0])
            process.fail("\(command[0]): \(String(cString: strerror(error)))")
            return false
        }
        process.begin(pid: pid, control: sockets[0], output: output[0], isAlone: isolation != .none)
        return true
    }

    private func command(for spec: SandboxSpec, _ descriptors: inout [Int32]) -> [String] {
        switch isolation {
        case .none: return [executable, SandboxInit.argument]
        case .bubblewrap(let path):
            var spec = spec
            spec.mounts.append(.init(executable, at: Self.executableInside))
            descriptors.append(hanok_memory_file(SystemCallFilter.program, SystemCallFilter.program.count))
            let hosts =
                Array((["127.0.0.1 localhost"] + spec.hosts.map { "127.0.0.1 \($0)" }).joined(separator: "\n").utf8) + [
                    10
                ]
            descriptors.append(hanok_memory_file(hosts, hosts.count))
            return BubblewrapCommand(
                spec, program: [Self.executableInside, SandboxInit.argument], bubblewrap: path, filter: 4, hosts: 5
            ).arguments
        }
    }

    private static let executableInside = "/run/hanok/sandbox-init"
}
