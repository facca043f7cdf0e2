import FoundationEssentials
import Sandbox
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// What this machine has to run functions with, found when it is first asked for.
package final class InstalledRuntimes: Sendable {
    struct Interpreter: Sendable {
        var program: [String]
        /// Folders that it needs beside the system's.
        var mounts: [SandboxSpec.Mount]
        var environment: [String: String]
        /// Whether the function's handler is its last argument.
        var takesHandler = false
    }

    package struct Report: Sendable {
        package var part: String
        package var isThere: Bool
        /// Where it is, or how to get it.
        package var text: String
    }

    private let settings: LambdaSettings
    private let ownFolder: String
    private let known = Mutex<[String: Result<Interpreter, RuntimeMissing>]>([:])

    /// - Parameter ownFolder: where clients of ours are written to.
    package init(_ settings: LambdaSettings, ownFolder: String) {
        self.settings = settings
        self.ownFolder = ownFolder
    }

    struct RuntimeMissing: Error, Sendable { var text: String }

    func interpreter(for runtime: String) throws(RuntimeMissing) -> Interpreter {
        if let found = known.withLock({ $0[runtime] }) { return try found.get() }
        let found: Result<Interpreter, RuntimeMissing>
        do { found = .success(try find(runtime)) } catch { found = .failure(error) }
        // What is missing may be installed meanwhile.
        if case .success = found { known.withLock { $0[runtime] = found } }
        return try found.get()
    }

    var bubblewrap: String? { Self.program("bwrap") }

    package static let bubblewrapHint =
        "bubblewrap keeps functions apart from this machine and is not installed: apt-get install bubblewrap (or set lambda.sandbox to none, which runs functions as the server's own user)"

    /// What `hanok doctor` tells.
    package func report() -> [Report] {
        var reports: [Report] = []
        if settings.sandbox == .none {
            reports.append(
                Report(part: "sandbox", isThere: true, text: "lambda.sandbox is none: functions are not kept apart"))
        } else {
            reports.append(
                Report(part: "sandbox", isThere: bubblewrap != nil, text: bubblewrap ?? Self.bubblewrapHint))
        }
        for name in ["python3.12", "nodejs22.x", "provided.al2023"] {
            do throws(RuntimeMissing) {
                let program = try interpreter(for: name).program
                reports.append(Report(part: name, isThere: true, text: program.joined(separator: " ")))
            } catch { reports.append(Report(part: name, isThere: false, text: error.text)) }
        }
        return reports
    }

    private func find(_ runtime: String) throws(RuntimeMissing) -> Interpreter {
        switch RuntimeKind(runtime) {
        case .python: return try python(runtime)
        case .nodejs: return try node(runtime)
        case .provided: return Interpreter(program: ["/var/task/bootstrap"], mounts: [], environment: [:])
        case nil: throw RuntimeMissing(text: "The runtime \(runtime) is not served here.")
        }
    }

    private func configured(_ runtime: String, _ kind: RuntimeKind) -> String? {
        settings.runtimes[runtime] ?? settings.runtimes[kind.rawValue]
    }

    private struct Python {
        var program: String
        /// Where its library is.
        var prefix: String
        /// `3.11`
        var version: String
    }

    private func python(_ runtime: String) throws(RuntimeMissing) -> Interpreter {
        let names = configured(runtime, .python).map { [$0] } ?? [runtime, "python3"].compactMap(Self.program)
        guard !names.isEmpty else {
            throw RuntimeMissing(
                text: "\(runtime) needs a Python interpreter, and none is installed: apt-get install python3")
        }
        // A name may be a script's that finds no such version: the next one is asked then.
        let found = names.compactMap(Self.ask)
        guard let first = found.first else {
            throw RuntimeMissing(
                text:
                    "\(runtime) would be run by \(names.joined(separator: " or ")), which does not answer as Python does"
            )
        }
        for python in found {
            guard let packages = packages("python" + python.version, having: "awslambdaric") else { continue }
            return interpreter(python, packages)
        }
        throw RuntimeMissing(
            text:
                "\(runtime) would be run by Python \(first.version), for which the packages awslambdaric and boto3 are not "
                + "installed: \(first.program) -m pip install --target \(packageFolder)/python\(first.version) awslambdaric boto3"
        )
    }

    /// The interpreter tells itself where its library is, also where the command is only a script that finds it.
    private static func ask(_ command: String) -> Python? {
        let answer = output(of: [
            command, "-c",
            "import os, sys; print(os.path.realpath(sys.executable), sys.base_prefix, "
                + "'%d.%d' % sys.version_info[:2], sep='\\n')",
        ])
        return answer.count == 3 ? Python(program: answer[0], prefix: answer[1], version: answer[2]) : nil
    }

    private func interpreter(_ python: Python, _ packages: String) -> Interpreter {
        var mounts = [SandboxSpec.Mount(packages, at: "/var/runtime")]
        if python.prefix != "/usr", !python.prefix.hasPrefix("/usr/") {
            mounts.append(.init(python.prefix, at: python.prefix))
        }
        return Interpreter(
            program: [python.program, "-m", "awslambdaric"], mounts: mounts,
            environment: ["PYTHONPATH": "/opt/python:/var/runtime", "PYTHONUNBUFFERED": "1"], takesHandler: true)
    }

    private func node(_ runtime: String) throws(RuntimeMissing) -> Interpreter {
        let command = configured(runtime, .nodejs) ?? Self.program("node") ?? Self.program("nodejs")
        guard let command else {
            throw RuntimeMissing(text: "\(runtime) needs Node.js, which is not installed: apt-get install nodejs")
        }
        let answer = Self.output(of: [command, "-p", "process.execPath + '\\n' + process.versions.node"])
        guard answer.count == 2 else {
            throw RuntimeMissing(text: "\(runtime) would be run by \(command), which does not answer as Node.js does")
        }
        var mounts = [SandboxSpec.Mount(ownFolder + "/nodejs", at: "/var/runtime")]
        if !answer[0].hasPrefix("/usr/") {
            let folder = answer[0].split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 }
            mounts.append(.init(folder, at: folder))
        }
        return Interpreter(
            program: [answer[0], "/var/runtime/runtime.mjs"], mounts: mounts,
            environment: ["NODE_PATH": "/opt/nodejs/node_modules:/var/runtime/node_modules:/var/task/node_modules"])
    }

    // MARK: Finding things

    private var packageFolder: String { settings.packages ?? Self.packageFolders(settings).first ?? "" }

    private func packages(_ name: String, having package: String) -> String? {
        Self.packageFolders(settings).map { "\($0)/\(name)" }.first { access("\($0)/\(package)", R_OK) == 0 }
    }

    /// As configured, beside the executable, or where a system's packages put it.
    private static func packageFolders(_ settings: LambdaSettings) -> [String] {
        if let folder = settings.packages { return [folder] }
        var folders: [String] = []
        if let own = realPath(settings.executable) {
            folders.append(own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/hanok-runtimes")
        }
        return folders + ["/usr/local/share/hanok/runtimes", "/usr/share/hanok/runtimes"]
    }

    static func realPath(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    static func program(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// The lines that a short command prints; none where it fails.
    private static func output(of command: [String]) -> [String] {
        guard let text = ShortCommand.output(of: command) else { return [] }
        return text.split(separator: "\n").map(String.init)
    }
}
