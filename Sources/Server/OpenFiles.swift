#if canImport(Glibc)
    import Glibc
#endif

/// Each connection and each blob being sent takes a descriptor.
enum OpenFiles {
    /// As many as the system lets this process have.
    static func raiseLimit() {
        var limit = rlimit()
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(kind, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(kind, &limit)
    }
}
