import CSandbox
import Glibc

/// Runs a command of this machine that answers at once, outside of any sandbox: an interpreter that is asked where it is.
package enum ShortCommand {
    private static let longestOutput = 4096

    /// What it prints, if it ends well.
    package static func output(of command: [String]) -> String? {
        var ends: [Int32] = [-1, -1]
        guard let program = command.first, hanok_output_pipe(&ends) == 0 else { return nil }
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer {
            close(ends[0])
            close(nothing)
        }
        var pid: pid_t = 0
        let arguments = CStringList(command)
        let names: [String] = ["PATH", "HOME"]
        let environment = CStringList(
            names.compactMap { name in getenv(name).map { name + "=" + String(cString: $0) } })
        let error = hanok_spawn(
            program, arguments.pointers, environment.pointers, [nothing, ends[1], nothing], 3, &pid)
        close(ends[1])
        guard error == 0 else { return nil }
        let text = read(ends[0])
        var status: Int32 = 0
        if text == nil { kill(-pid, SIGKILL) }
        waitpid(pid, &status, 0)
        return status == 0 ? text : nil
    }

    private static func read(_ descriptor: Int32) -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: longestOutput)
        while bytes.count < longestOutput {
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 5000) > 0 else { return nil }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
