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

    private static let longestLink = 4096
    private static let piece = 64 << 10

    /// Unpacks a file into an empty folder. Files can be read by all and written by nobody; what was executable stays so.
    /// Links come last, and only those that stay within the folder. What by its own list is too much, or leads out, is
    /// refused before anything is written.
    ///
    /// - Returns: how many bytes all files have together.
    @discardableResult
    package static func unpack(_ file: String, into folder: String, _ limits: Limits) throws(Failure) -> Int {
        guard let archive = unzOpen64(file) else { throw .unreadable }
        defer { unzClose(archive) }
        try checkList(of: archive, limits)
        var left = limits.bytes
        var links: [(path: String, target: String)] = []
        try forEachEntry(of: archive) { (entry) throws(Failure) in
            try unpack(entry, of: archive, into: folder, &left, &links)
        }
        for link in links {
            guard symlink(link.target, folder + "/" + link.path) == 0 else {
                throw errno == EEXIST || errno == ENOTDIR ? .unreadable : disk()
            }
        }
        return limits.bytes - left
    }

    private static func unpack(
        _ entry: Entry, of archive: unzFile, into folder: String, _ left: inout Int,
        _ links: inout [(path: String, target: String)]
    ) throws(Failure) {
        let path = entry.segments.joined(separator: "/")
        try makeFolders(entry.folders, in: folder)
        if entry.isFolder || path.isEmpty { return }
        guard entry.isLink else {
            return try write(archive, to: folder + "/" + path, isExecutable: entry.mode & 0o111 != 0, &left)
        }
        guard entry.claimedSize <= longestLink else { throw .unreadable }
        var target: [UInt8] = []
        try read(archive, &left) { (piece) throws(Failure) in target.append(contentsOf: piece) }
        let text = String(decoding: target, as: UTF8.self)
        guard staysInside(text, from: entry.segments.count - 1) else { throw .unreadable }
        links.append((path, text))
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

    private static func makeFolders(_ segments: ArraySlice<String>, in folder: String) throws(Failure) {
        var path = folder
        for segment in segments {
            path += "/" + segment
            guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
                throw errno == ENOTDIR || errno == ENAMETOOLONG ? .unreadable : disk()
            }
        }
    }

    private static func write(
        _ archive: unzFile, to path: String, isExecutable: Bool, _ left: inout Int
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
        _ archive: unzFile, _ left: inout Int, _ take: (ArraySlice<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        guard unzOpenCurrentFile(archive) == UNZ_OK else { throw .unreadable }
        var buffer = [UInt8](repeating: 0, count: piece)
        var failure: Failure?
        while failure == nil {
            let count = Int(unzReadCurrentFile(archive, &buffer, UInt32(piece)))
            if count == 0 { break }
            if count < 0 { failure = .unreadable }
            left -= max(0, count)
            // An archive may hold more than its list says.
            if left < 0 { failure = .tooLarge }
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
