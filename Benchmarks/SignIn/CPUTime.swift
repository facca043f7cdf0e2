#if canImport(Glibc)
    import Glibc
#endif

enum CPUTime {
    /// Seconds that the process has computed.
    static func ofProcess() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
