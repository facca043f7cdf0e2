import CMinizip
import Glibc

/// Unpacks archives that strangers have made.
package enum ZipArchive {
    package struct Limits: Sendable {
        /// Folders that only a path in the archive names count too.
        package var entries: Int
        /// Of all files together, unpacked.
        package var bytes: Int

        package init(entries: Int, bytes: Int) {
            self.entries = entries
            self.bytes = bytes
        }
    }

    package enum Failure: Error, Equatable {
        /// Not an archive, a damaged one, or one that leads out of its folder.
        case unreadable
        case tooLarge
        /// The disk's doing, not the archive's.
        case disk(String)
    }

    private static let longestName = 4096
    private static let longestLink = 4096
    /// Each folder more makes all below it slower to make and to remove.
    private static let deepest = 128
    private static let piece = 64 << 10

    /// Unpacks a file into an empty folder. Files can be read by all and written by nobody; what was executable stays so.
    /// Links come last, and only those that stay within the folder.
    ///
    /// - Returns: how many bytes all files have together.
    @discardableResult
    package static func unpack(_ file: String, into folder: String, _ limits: Limits) throws(Failure) -> Int {
        guard let archive = unzOpen64(file) else { throw .unreadable }
        defer { unzClose(archive) }
        var total = unz_global_info64()
        guard unzGetGlobalInfo64(archive, &total) == UNZ_OK else { throw .unreadable }
        guard total.number_entry <= limits.entries else { throw .tooLarge }
        var left = limits
        var links: [(path: String, target: String)] = []
        var result = unzGoToFirstFile(archive)
        while result == UNZ_OK {
            try unpackCurrent(archive, folder, &left, &links)
            result = unzGoToNextFile(archive)
        }
        guard result == UNZ_END_OF_LIST_OF_FILE || total.number_entry == 0 else { throw .unreadable }
        for link in links {
            guard symlink(link.target, folder + "/" + link.path) == 0 else {
                throw errno == EEXIST || errno == ENOTDIR ? .unreadable : disk()
            }
        }
        return limits.bytes - left.bytes
    }

    private static func unpackCurrent(
        _ archive: unzFile, _ folder: String, _ left: inout Limits, _ links: inout [(path: String, target: String)]
    ) throws(Failure) {
        var info = unz_file_info64()
        var name = [CChar](repeating: 0, count: longestName + 1)
        guard unzGetCurrentFileInfo64(archive, &info, &name, UInt(longestName), nil, 0, nil, 0) == UNZ_OK,
            info.size_filename > 0, info.size_filename < longestName
        else { throw .unreadable }
        let bytes = name.prefix(Int(info.size_filename)).map { UInt8(bitPattern: $0) }
        guard let segments = segments(of: bytes), segments.count <= deepest else { throw .unreadable }
        try take(1, of: &left)
        let isFolder = bytes.last == UInt8(ascii: "/")
        let path = segments.joined(separator: "/")
        try makeFolders(segments.dropLast(isFolder ? 0 : 1), in: folder, &left)
        if isFolder || path.isEmpty { return }
        let mode = mode_t(info.external_fa >> 16)
        if mode & S_IFMT == S_IFLNK {
            guard info.uncompressed_size <= longestLink else { throw .unreadable }
            var target: [UInt8] = []
            try read(archive, &left) { (piece) throws(Failure) in target.append(contentsOf: piece) }
            let text = String(decoding: target, as: UTF8.self)
            guard staysInside(text, from: segments.count - 1) else { throw .unreadable }
            links.append((path, text))
            return
        }
        try write(archive, to: folder + "/" + path, isExecutable: mode & 0o111 != 0, &left)
    }

    /// Nil for a path that leads out of the folder, or is no path of this system.
    private static func segments(of name: [UInt8]) -> [String]? {
        guard !name.contains(0), name.first != UInt8(ascii: "/") else { return nil }
        let segments = String(decoding: name, as: UTF8.self).split(separator: "/").map(String.init)
        guard !segments.contains(".."), !segments.contains(where: { $0.utf8.count > 255 }) else { return nil }
        return segments.filter { $0 != "." }
    }

    private static func staysInside(_ target: String, from depth: Int) -> Bool {
        guard !target.isEmpty, !target.hasPrefix("/"), !target.utf8.contains(0) else { return false }
        var depth = depth
        for segment in target.split(separator: "/") {
            if segment == ".." { depth -= 1 } else if segment != "." { depth += 1 }
            if depth < 0 { return false }
        }
        return true
    }

    /// A short name may be of thousands of folders, each of which takes room on the disk that no file's bytes tell of.
    private static func makeFolders(
        _ segments: ArraySlice<String>, in folder: String, _ left: inout Limits
    ) throws(Failure) {
        var path = folder
        for segment in segments {
            path += "/" + segment
            if mkdir(path, 0o755) == 0 {
                try take(1, of: &left)
            } else if errno != EEXIST {
                throw errno == ENOTDIR || errno == ENAMETOOLONG ? .unreadable : disk()
            }
        }
    }

    private static func take(_ count: Int, of left: inout Limits) throws(Failure) {
        left.entries -= count
        guard left.entries >= 0 else { throw .tooLarge }
    }

    private static func write(
        _ archive: unzFile, to path: String, isExecutable: Bool, _ left: inout Limits
    ) throws(Failure) {
        // No links are there yet: what is written below a file's name fails, and a name twice does too.
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, isExecutable ? 0o555 : 0o444)
        guard file >= 0 else {
            if [EEXIST, ENOTDIR, EISDIR, ENAMETOOLONG].contains(errno) { throw .unreadable }
            throw disk()
        }
        defer { close(file) }
        try read(archive, &left) { (piece) throws(Failure) in
            var rest = piece
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
                guard count > 0 else { throw disk() }
                rest = rest.dropFirst(count)
            }
        }
    }

    private static func read(
        _ archive: unzFile, _ left: inout Limits, _ take: (ArraySlice<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        guard unzOpenCurrentFile(archive) == UNZ_OK else { throw .unreadable }
        var buffer = [UInt8](repeating: 0, count: piece)
        var failure: Failure?
        while failure == nil {
            let count = Int(unzReadCurrentFile(archive, &buffer, UInt32(piece)))
            if count == 0 { break }
            if count < 0 { failure = .unreadable }
            left.bytes -= max(0, count)
            // What an archive says of its sizes is not believed.
            if left.bytes < 0 { failure = .tooLarge }
            if failure == nil {
                do { try take(buffer[..<count]) } catch { failure = error }
            }
        }
        // Closing compares the checksum of what was read to its end.
        let closed = unzCloseCurrentFile(archive)
        if let failure { throw failure }
        guard closed == UNZ_OK else { throw .unreadable }
    }

    private static func disk() -> Failure { .disk(String(cString: strerror(errno))) }
}
