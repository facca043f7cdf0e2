#if canImport(Glibc)
    import Glibc
#endif

/// What the disk itself allows: syncs differ a hundredfold between quiet and busy machines, so
/// durable writes are told as a ratio to them.
enum DiskSyncs {
    /// Appends of 4 KiB, each synced, for half a second.
    static func perSecond(in folder: String) -> Double {
        let descriptor = open(folder + "/syncs", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(descriptor) }
        let piece = [UInt8](repeating: 1, count: 4096)
        let clock = ContinuousClock()
        let start = clock.now
        var count = 0
        while clock.now - start < .milliseconds(500) {
            _ = write(descriptor, piece, piece.count)
            fdatasync(descriptor)
            count += 1
        }
        return Double(count) / ((clock.now - start) / .seconds(1))
    }

    static func fileBytes(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
