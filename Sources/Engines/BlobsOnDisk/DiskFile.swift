import CDisk

#if canImport(Glibc)
    import Glibc
#endif

/// What the disk refused, and where.
package struct DiskError: Error, CustomStringConvertible {
    package let code: Int32
    package let path: String

    init(_ code: Int32, _ path: String) {
        self.code = code
        self.path = path
    }

    package var description: String { "\(path): \(String(cString: strerror(code)))" }
}

/// An open file; closed when nobody holds it any more.
final class DiskFile: Sendable {
    let descriptor: Int32
    let path: String

    init(creating path: String) throws {
        self.path = path
        descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DiskError(errno, path) }
    }

    init(reading path: String) throws {
        self.path = path
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DiskError(errno, path) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    var byteCount: Int {
        get throws {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw DiskError(errno, path) }
            return Int(status.st_size)
        }
    }

    func append(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = write(descriptor, buffer.baseAddress! + done, buffer.count - done)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw DiskError(errno, path) }
                done += count
            }
        }
    }

    /// Gives how many bytes there were.
    func fill(_ buffer: UnsafeMutableRawBufferPointer, from offset: Int) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            let got = pread(descriptor, buffer.baseAddress! + filled, buffer.count - filled, off_t(offset + filled))
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw DiskError(errno, path) }
            if got == 0 { break }
            filled += got
        }
        return filled
    }

    /// Lets the disk begin to write a part of the file, so that `sync` has less to wait for. What fails here fails there.
    func beginWriting(_ part: Range<Int>) {
        begin_writing_file_range(descriptor, Int64(part.lowerBound), Int64(part.count))
    }

    func sync() throws {
        guard fdatasync(descriptor) == 0 else { throw DiskError(errno, path) }
    }

    /// Makes the names in a folder durable, not only the files behind them.
    static func syncFolder(_ path: String) throws {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DiskError(errno, path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw DiskError(errno, path) }
    }

    static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
    }
}
