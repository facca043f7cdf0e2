/// The command line of bubblewrap for a sandbox: namespaces and mounts of its own, no capabilities, nothing to write to
/// but a /tmp of limited size.
struct BubblewrapCommand {
    let arguments: [String]

    /// - Parameters:
    ///   - filter: the descriptor from which bubblewrap reads the system call filter.
    ///   - hosts: the descriptor of the file that is /etc/hosts inside.
    init(_ spec: SandboxSpec, program: [String], bubblewrap: String, filter: Int, hosts: Int) {
        var list = [
            bubblewrap, "--die-with-parent", "--new-session", "--unshare-user", "--unshare-pid", "--unshare-ipc",
            "--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox", "--uid", "993", "--gid", "990",
            "--disable-userns", "--cap-drop", "ALL", "--clearenv", "--seccomp", String(filter),
        ]
        if !spec.sharesNetwork { list.append("--unshare-net") }
        for folder in Self.system { list += ["--ro-bind-try", folder, folder] }
        list += [
            // The first process of the namespace is bubblewrap's, of the same user: its memory is not to be written, or it
            // would forget that it ends with the server.
            "--proc", "/proc", "--tmpfs", "/proc/1", "--remount-ro", "/proc/1", "--dev", "/dev", "--size", "1048576",
            "--tmpfs", "/dev/shm", "--remount-ro", "/dev",
        ]
        list += ["--size", String(max(spec.temporaryBytes, 1 << 20)), "--perms", "1777", "--tmpfs", "/tmp"]
        for mount in spec.mounts { list += ["--ro-bind", mount.source, mount.target] }
        list += ["--ro-bind-data", String(hosts), "/etc/hosts"]
        list += ["--remount-ro", "/", "--chdir", spec.workingFolder, "--"]
        arguments = list + program
    }

    /// What programs need of this machine: libraries, certificates, time zones, names of users.
    private static let system = [
        "/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d",
        "/etc/alternatives", "/etc/ssl", "/etc/ca-certificates", "/etc/localtime", "/etc/timezone",
        "/etc/nsswitch.conf",
        "/etc/mime.types", "/etc/resolv.conf",
    ]
}
