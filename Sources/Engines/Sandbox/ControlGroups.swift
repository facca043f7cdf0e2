import Glibc
import Synchronization

/// The system's control groups, where this process may make some: memory, processes and time of all of a sandbox's
/// processes together. Version 2 and the older hierarchies of version 1.
struct ControlGroups: Sendable {
    /// Folders in which each sandbox gets a folder, by controller; all the same in version 2.
    private let roots: [String: String]
    private let isUnified: Bool

    /// Nil where this process may not make groups.
    init?() {
        Self.removeLeftovers()
        // Several servers may stand in one process, one after the other.
        let name = Self.prefix + String(getpid())
        if access("/sys/fs/cgroup/cgroup.controllers", F_OK) == 0 {
            let root = "/sys/fs/cgroup/" + name
            guard mkdir(root, 0o755) == 0 || errno == EEXIST else { return nil }
            Self.put("+memory +pids +cpu", "/sys/fs/cgroup/cgroup.subtree_control")
            Self.put("+memory +pids +cpu", root + "/cgroup.subtree_control")
            roots = ["memory": root, "pids": root, "cpu": root]
            isUnified = true
            return
        }
        var found: [String: String] = [:]
        for controller in ["memory", "pids", "cpu"] {
            let root = "/sys/fs/cgroup/\(controller)/\(name)"
            if access("/sys/fs/cgroup/\(controller)/cgroup.procs", W_OK) == 0,
                mkdir(root, 0o755) == 0 || errno == EEXIST
            {
                found[controller] = root
            }
        }
        guard !found.isEmpty else { return nil }
        roots = found
        isUnified = false
    }

    /// Removes what servers that were killed have left.
    private static func removeLeftovers() {
        for parent in ["", "/memory", "/pids", "/cpu"] {
            let root = "/sys/fs/cgroup" + parent
            guard let folder = opendir(root) else { continue }
            defer { closedir(folder) }
            var seen = 0
            while let entry = readdir(folder), seen < 10_000 {
                seen += 1
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard name.hasPrefix(prefix), let pid = pid_t(name.dropFirst(prefix.count)), kill(pid, 0) != 0,
                    errno == ESRCH
                else { continue }
                removeFolder(root + "/" + name)
            }
        }
    }

    /// Folders of groups have no files that could be removed, but may have folders of groups in them.
    private static func removeFolder(_ path: String) {
        if rmdir(path) == 0 { return }
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if pid_t(name) != nil { rmdir(path + "/" + name) }
        }
        closedir(folder)
        rmdir(path)
    }

    /// Removes what this process has made; its sandboxes have ended.
    func remove() {
        for root in Set(roots.values) { Self.removeFolder(root) }
    }

    private static let prefix = "hanok-"

    /// Puts a process, and all that it starts from then on, into a group of its own.
    func add(_ pid: pid_t, _ spec: SandboxSpec) -> Group? {
        guard pid > 0 else { return nil }
        var folders: [String: String] = [:]
        for (controller, root) in roots {
            let folder = "\(root)/\(pid)"
            guard mkdir(folder, 0o755) == 0 || isUnified && errno == EEXIST else { continue }
            folders[controller] = folder
        }
        limit(folders, spec)
        for folder in Set(folders.values) { Self.put(String(pid), folder + "/cgroup.procs") }
        return folders.isEmpty ? nil : Group(folders: folders, isUnified: isUnified)
    }

    private func limit(_ folders: [String: String], _ spec: SandboxSpec) {
        // Files in /tmp count as memory here; what processes use without them is the supervisor's to look at.
        let memory = String(spec.memoryBytes + spec.temporaryBytes + Self.ownBytes)
        let quota = Int(spec.cores * 100_000)
        if let folder = folders["memory"] {
            Self.put(memory, folder + (isUnified ? "/memory.max" : "/memory.limit_in_bytes"))
            if isUnified { Self.put("0", folder + "/memory.swap.max") }
        }
        if let folder = folders["pids"] { Self.put(String(spec.mostProcesses + 2), folder + "/pids.max") }
        if let folder = folders["cpu"] {
            Self.put(
                isUnified ? "\(quota) 100000" : String(quota), folder + (isUnified ? "/cpu.max" : "/cpu.cfs_quota_us"))
        }
    }

    /// What the program that begins in a sandbox uses itself.
    private static let ownBytes = 48 << 20

    fileprivate static func put(_ text: String, _ path: String) {
        guard let file = fopen(path, "w") else { return }
        fputs(text, file)
        fclose(file)
    }

    struct Group: Sendable {
        fileprivate let folders: [String: String]
        fileprivate let isUnified: Bool

        /// Version 1 counts what was refused; version 2 what was killed.
        var wasOutOfMemory: Bool {
            guard let folder = folders["memory"] else { return false }
            return isUnified
                ? Self.read(folder + "/memory.events").contains { $0.hasPrefix("oom_kill ") && !$0.hasSuffix(" 0") }
                : Self.read(folder + "/memory.oom_control").contains {
                    $0.hasPrefix("oom_kill ") && !$0.hasSuffix(" 0")
                }
        }

        func killAll() {
            guard isUnified, let folder = folders["memory"] else { return }
            ControlGroups.put("1", folder + "/cgroup.kill")
        }

        /// Its processes are gone, or just going.
        func remove() {
            for folder in Set(folders.values) {
                for _ in 0..<50 where rmdir(folder) != 0 && errno == EBUSY { usleep(1000) }
            }
        }

        private static func read(_ path: String) -> [String] {
            guard let file = fopen(path, "r") else { return [] }
            defer { fclose(file) }
            var lines: [String] = []
            var buffer = [CChar](repeating: 0, count: 256)
            while lines.count < 32, fgets(&buffer, 256, file) != nil {
                let text = String(
                    decoding: buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                lines.append(text)
            }
            return lines
        }
    }
}
