#if canImport(Glibc)
    import Glibc
#endif

/// Hashing threads give way to those that answer requests.
enum ThreadPriority {
    /// On Linux niceness belongs to a thread, and process 0 is the calling one.
    static func lowerOnce() {
        let process = __priority_which_t(PRIO_PROCESS.rawValue)
        if getpriority(process, 0) == 0 { _ = setpriority(process, 0, 5) }
    }
}
