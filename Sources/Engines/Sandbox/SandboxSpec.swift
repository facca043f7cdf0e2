/// What is run in a sandbox, and what it may use there.
package struct SandboxSpec: Sendable {
    /// A folder or file of this machine, seen inside and not written.
    package struct Mount: Sendable, Hashable {
        package var source: String
        package var target: String

        package init(_ source: String, at target: String) {
            self.source = source
            self.target = target
        }
    }

    /// The program and its arguments, as they are found inside.
    package var program: [String]
    /// Apart from `portVariable`.
    package var environment: [String: String]
    package var mounts: [Mount]
    package var workingFolder: String
    package var memoryBytes: Int
    package var temporaryBytes: Int
    package var mostProcesses = 1024
    package var mostOpenFiles = 1024
    /// Of the cores' time; 1 is one core.
    package var cores: Double
    /// Ports of 127.0.0.1 that are listened on for it; 0 takes any that is free.
    package var ports: [Int]
    /// The variable that tells the program the first of the ports as `127.0.0.1:PORT`.
    package var portVariable: String
    /// Names of 127.0.0.1 inside, beside `localhost`.
    package var hosts: [String]
    /// Whether it has the machine's network, loopback included, in the place of one of its own.
    package var sharesNetwork: Bool

    package init(
        program: [String], environment: [String: String], mounts: [Mount], workingFolder: String, memoryBytes: Int,
        temporaryBytes: Int, cores: Double = 1, ports: [Int], portVariable: String, hosts: [String] = [],
        sharesNetwork: Bool = false
    ) {
        self.program = program
        self.environment = environment
        self.mounts = mounts
        self.workingFolder = workingFolder
        self.memoryBytes = memoryBytes
        self.temporaryBytes = temporaryBytes
        self.cores = cores
        self.ports = ports
        self.portVariable = portVariable
        self.hosts = hosts
        self.sharesNetwork = sharesNetwork
    }
}

extension SandboxSpec {
    /// The same where nothing is mounted: what names a mount, or something below one, names its source.
    var unmounted: SandboxSpec {
        var spec = self
        spec.program = program.map(source(of:))
        spec.workingFolder = source(of: workingFolder)
        spec.environment = environment.mapValues { value in
            value.split(separator: ":", omittingEmptySubsequences: false).map { source(of: String($0)) }
                .joined(separator: ":")
        }
        return spec
    }

    private func source(of path: String) -> String {
        let around = mounts.filter { path == $0.target || path.hasPrefix($0.target + "/") }
        // One may stand in another: an interpreter below /opt, where layers are.
        guard let mount = around.max(by: { $0.target.utf8.count < $1.target.utf8.count }) else { return path }
        return mount.source + path.dropFirst(mount.target.count)
    }
}

/// How a sandbox ended.
package enum SandboxEnd: Sendable, Equatable {
    /// Its program ended.
    case exited(status: Int)
    case signalled(Int)
    /// All its processes were ended because of what they used together.
    case outOfMemory
    case tooManyProcesses
    /// It was ended from outside.
    case killed

    /// `exit status 1`, `signal: killed`
    package var words: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .signalled(let signal): "signal: \(Self.name(signal))"
        case .outOfMemory, .tooManyProcesses, .killed: "signal: killed"
        }
    }

    private static func name(_ signal: Int) -> String {
        switch signal {
        case 6: "aborted"
        case 7: "bus error"
        case 8: "floating point exception"
        case 9: "killed"
        case 11: "segmentation fault"
        case 15: "terminated"
        default: "\(signal)"
        }
    }
}
