/// A seccomp filter as the kernel runs it: calls that nothing in a sandbox needs, and that reach the kernel's wider
/// parts, fail with EPERM. Programs for another architecture are ended.
enum SystemCallFilter {
    #if arch(x86_64)
        private static let architecture: UInt32 = 0xC000_003E
        /// mount family, namespaces, keys, tracing, modules, swap, clocks, bpf, perf, io_uring, userfaultfd, handles.
        private static let refused: [UInt32] = [
            101, 103, 134, 135, 139, 153, 154, 155, 156, 159, 161, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172,
            173,
            174, 175, 176, 177, 178, 179, 180, 212, 227, 237, 238, 246, 248, 249, 250, 251, 256, 272, 279, 298, 300,
            303,
            304, 305, 308, 310, 311, 312, 313, 320, 321, 323, 425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442,
            443,
        ]
        /// Calls whose first argument is a process: kill, sched_setparam, sched_setscheduler, rt_sigqueueinfo, tkill,
        /// sched_setaffinity, tgkill, rt_tgsigqueueinfo, prlimit64, sched_setattr.
        private static let aimed: [UInt32] = [62, 142, 144, 129, 200, 203, 234, 297, 302, 314]
        /// pidfd_send_signal
        private static let aimedOtherwise: [UInt32] = [424]
        /// setpriority of another process, setpgid into the watching one's group, fcntl's F_SETSIG, by which any signal goes
        /// to whoever a file's owner is said to be: call, second argument, and whether that one is refused or all others.
        private static let second: [(call: UInt32, value: UInt32, isRefused: Bool)] = [
            (141, 0, false), (109, 2, true), (72, 10, true),
        ]
        private static let clone: UInt32 = 56
        private static let clone3: UInt32 = 435
    #else
        private static let architecture: UInt32 = 0xC000_00B7
        private static let refused: [UInt32] = [
            39, 40, 41, 51, 60, 97, 104, 105, 106, 112, 116, 117, 142, 170, 161, 162, 171, 217, 218, 219, 224, 225, 235,
            238,
            239, 241, 262, 264, 265, 266, 268, 270, 271, 272, 273, 280, 282, 294, 425, 426, 427, 428, 429, 430, 431,
            432,
            433, 438, 442, 443,
        ]
        private static let aimed: [UInt32] = [129, 118, 119, 138, 130, 122, 131, 240, 261, 274]
        private static let aimedOtherwise: [UInt32] = [424]
        private static let second: [(call: UInt32, value: UInt32, isRefused: Bool)] = [
            (140, 0, false), (154, 2, true), (25, 10, true),
        ]
        private static let clone: UInt32 = 220
        private static let clone3: UInt32 = 435
    #endif

    private static let load: UInt16 = 0x20
    private static let jumpIfEqual: UInt16 = 0x15
    private static let jumpIfAnySet: UInt16 = 0x45
    private static let answer: UInt16 = 0x06

    private static let allow: UInt32 = 0x7FFF_0000
    private static let kill: UInt32 = 0x8000_0000
    private static let notPermitted: UInt32 = 0x0005_0001
    /// What libraries take for an old kernel: they fall back to clone, whose flags can be looked at.
    private static let notImplemented: UInt32 = 0x0005_0026
    /// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
    private static let namespaces: UInt32 = 0x7E02_0000

    /// `struct sock_filter`s, one after the other.
    static let program: [UInt8] = {
        var code: [UInt8] = []
        func add(_ operation: UInt16, _ value: UInt32, yes: UInt8 = 0, no: UInt8 = 0) {
            withUnsafeBytes(of: operation.littleEndian) { code.append(contentsOf: $0) }
            code += [yes, no]
            withUnsafeBytes(of: value.littleEndian) { code.append(contentsOf: $0) }
        }
        add(load, 4)
        add(jumpIfEqual, architecture, yes: 1)
        add(answer, kill)
        add(load, 0)
        #if arch(x86_64)
            // The 32-bit calls of x32 have numbers of their own.
            add(jumpIfAnySet, 0x4000_0000, no: 1)
            add(answer, kill)
        #endif
        for number in refused + aimedOtherwise {
            add(jumpIfEqual, number, no: 1)
            add(answer, notPermitted)
        }
        // The process that watches over the others has the same user: whoever could stop it, or take its descriptors away,
        // had no limits any more. It is the second of its namespace; -1 means all processes, -2 its group.
        for number in aimed {
            add(jumpIfEqual, number, no: 6)
            add(load, 16)
            add(jumpIfEqual, 2, yes: 2)
            add(jumpIfEqual, UInt32(bitPattern: -1), yes: 1)
            add(jumpIfEqual, UInt32(bitPattern: -2), no: 1)
            add(answer, notPermitted)
            add(answer, allow)
        }
        for rule in second {
            add(jumpIfEqual, rule.call, no: 4)
            add(load, 24)
            add(jumpIfEqual, rule.value, no: 1)
            add(answer, rule.isRefused ? notPermitted : allow)
            add(answer, rule.isRefused ? allow : notPermitted)
        }
        add(jumpIfEqual, clone3, no: 1)
        add(answer, notImplemented)
        add(jumpIfEqual, clone, no: 3)
        add(load, 16)
        add(jumpIfAnySet, namespaces, no: 1)
        add(answer, notPermitted)
        add(answer, allow)
        return code
    }()
}
