/// What the server tells the program that begins in a sandbox, as texts with a zero byte behind each: nothing of it is
/// seen in a process list.
struct SandboxOrder: Sendable, Equatable {
    var memoryBytes: Int
    var mostProcesses: Int
    var mostOpenFiles: Int
    var fileBytes: Int
    /// Whether it is in a namespace of processes of its own, all of which are of the sandbox.
    var isAlone: Bool
    var ports: [Int]
    var portVariable: String
    var workingFolder: String
    var program: [String]
    var environment: [String: String]

    /// Far above what a function's variables may be.
    static let longest = 128 << 10

    init(_ spec: SandboxSpec, isAlone: Bool) {
        self.isAlone = isAlone
        memoryBytes = spec.memoryBytes
        mostProcesses = spec.mostProcesses
        mostOpenFiles = spec.mostOpenFiles
        fileBytes = spec.temporaryBytes
        ports = spec.ports
        portVariable = spec.portVariable
        workingFolder = spec.workingFolder
        program = spec.program
        environment = spec.environment
    }

    var bytes: [UInt8] {
        let numbers = [memoryBytes, mostProcesses, mostOpenFiles, fileBytes, isAlone ? 1 : 0].map(String.init)
        let texts =
            numbers + [
                ports.map(String.init).joined(separator: ","), portVariable, workingFolder, String(program.count),
            ]
            + program + environment.flatMap { [$0.key, $0.value] }
        return texts.flatMap { Array($0.utf8) + [0] }
    }

    init?(_ bytes: [UInt8]) {
        var texts = bytes.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard texts.count > 10, texts.removeLast().isEmpty, let memory = Int(texts[0]), let processes = Int(texts[1]),
            let files = Int(texts[2]), let fileBytes = Int(texts[3]), let count = Int(texts[8]),
            texts.count >= 9 + count, (texts.count - 9 - count).isMultiple(of: 2)
        else { return nil }
        memoryBytes = memory
        mostProcesses = processes
        mostOpenFiles = files
        self.fileBytes = fileBytes
        isAlone = texts[4] == "1"
        ports = texts[5].split(separator: ",").compactMap { Int($0) }
        portVariable = texts[6]
        workingFolder = texts[7]
        program = Array(texts[9..<(9 + count)])
        environment = [:]
        for index in stride(from: 9 + count, to: texts.count, by: 2) { environment[texts[index]] = texts[index + 1] }
    }
}

/// What the program that begins in a sandbox tells the server, a text each.
enum SandboxNotice: Equatable {
    /// With the listening sockets.
    case listening(ports: [Int])
    /// All its processes together have used so many bytes of memory.
    case used(bytes: Int)
    case ended(SandboxEnd)
    case failed(String)

    var text: String {
        switch self {
        case .listening(let ports): "listening " + ports.map(String.init).joined(separator: ",")
        case .used(let bytes): "used \(bytes)"
        case .ended(.exited(let status)): "exited \(status)"
        case .ended(.signalled(let signal)): "signalled \(signal)"
        case .ended(.outOfMemory): "memory 0"
        case .ended(.tooManyProcesses): "processes 0"
        case .ended(.killed): "killed 0"
        case .failed(let reason): "failed \(reason)"
        }
    }

    init?(_ text: String) {
        let space = text.firstIndex(of: " ") ?? text.endIndex
        let value = String(text[space...].dropFirst())
        switch text[..<space] {
        case "listening": self = .listening(ports: value.split(separator: ",").compactMap { Int($0) })
        case "used": self = .used(bytes: Int(value) ?? 0)
        case "exited": self = .ended(.exited(status: Int(value) ?? 0))
        case "signalled": self = .ended(.signalled(Int(value) ?? 0))
        case "memory": self = .ended(.outOfMemory)
        case "processes": self = .ended(.tooManyProcesses)
        case "killed": self = .ended(.killed)
        case "failed": self = .failed(value)
        default: return nil
        }
    }
}
