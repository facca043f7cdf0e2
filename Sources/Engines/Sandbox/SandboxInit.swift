import CSandbox
import Glibc

/// The program that begins in a sandbox: it listens for the server, starts what is to run there, and ends all of it when
/// it uses more than it may. It is the server's own executable, started with `SandboxInit.argument`.
package enum SandboxInit {
    package static let argument = "sandbox-init"
    /// The descriptor of the socket to the server.
    static let control: Int32 = 3

    package static func run() -> Never {
        hanok_gain_no_privileges()
        guard let order = receiveOrder() else { exit(64) }
        var environment = order.environment
        var listeners: [Int32] = []
        var ports: [Int] = []
        for wanted in order.ports {
            var port = Int32(wanted)
            let listener = hanok_listen(&port)
            guard listener >= 0 else { fail("port \(wanted): \(reason())") }
            listeners.append(listener)
            ports.append(Int(port))
        }
        if let first = ports.first { environment[order.portVariable] = "127.0.0.1:\(first)" }
        tell(.listening(ports: ports), with: listeners)
        // From here on they are the server's.
        for listener in listeners { close(listener) }
        // The server answers once it has put this process where it belongs.
        guard receive(limit: 16) != nil else { exit(64) }
        guard chdir(order.workingFolder) == 0 else { fail("\(order.workingFolder): \(reason())") }
        limit(order)
        hanok_hide_memory()
        let child = start(order.program, environment)
        // The first of a namespace is bubblewrap, this is the second.
        let isAlone = order.isAlone && getpid() == 2
        let end = Supervisor(
            child: child, isAlone: isAlone, memoryBytes: order.memoryBytes, mostProcesses: order.mostProcesses
        ) { tell(.used(bytes: $0)) }.wait()
        tell(.ended(end))
        exit(0)
    }

    private static func start(_ program: [String], _ environment: [String: String]) -> pid_t {
        var pid: pid_t = 0
        let arguments = CStringList(program)
        let variables = CStringList(environment.map { "\($0.key)=\($0.value)" })
        let descriptors: [Int32] = [0, 1, 2]
        let error = hanok_spawn(program[0], arguments.pointers, variables.pointers, descriptors, 3, &pid)
        guard error == 0 else { fail("\(program[0]): \(String(cString: strerror(error)))") }
        return pid
    }

    /// Limits of each process; those of all together are the supervisor's and, where there are any, of control groups.
    private static func limit(_ order: SandboxOrder) {
        func set(_ resource: __rlimit_resource, _ value: Int) {
            var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
            setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
        }
        set(RLIMIT_CORE, 0)
        set(RLIMIT_NOFILE, order.mostOpenFiles)
        set(__RLIMIT_NPROC, order.mostProcesses)
        set(RLIMIT_FSIZE, order.fileBytes)
        // Stacks of threads count too, of 8 MiB each: this stops what outruns the supervisor.
        set(RLIMIT_DATA, 2 * order.memoryBytes + (9 << 30))
        if let file = fopen("/proc/self/oom_score_adj", "w") {
            fputs("1000", file)
            fclose(file)
        }
    }

    private static func receiveOrder() -> SandboxOrder? {
        receive(limit: SandboxOrder.longest).flatMap { SandboxOrder($0) }
    }

    private static func receive(limit: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: limit)
        var descriptor: Int32 = -1
        var count: Int32 = 0
        var pid: pid_t = 0
        let received = hanok_receive(control, &buffer, buffer.count, &descriptor, 1, &count, &pid)
        return received > 0 ? Array(buffer[..<received]) : nil
    }

    private static func tell(_ notice: SandboxNotice, with descriptors: [Int32] = []) {
        let bytes = Array(notice.text.utf8)
        _ = hanok_send(control, bytes, bytes.count, descriptors, Int32(descriptors.count))
    }

    private static func fail(_ reason: String) -> Never {
        tell(.failed(reason))
        exit(65)
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}

/// A list of C's texts with nil behind it, for as long as it lives.
final class CStringList {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ texts: [String]) {
        count = texts.count
        pointers = .allocate(capacity: texts.count + 1)
        for (index, text) in texts.enumerated() { pointers[index] = strdup(text) }
        pointers[texts.count] = nil
    }

    deinit {
        for index in 0..<count { free(pointers[index]) }
        pointers.deallocate()
    }
}
