import CMinizip
import Glibc

/// What an archive's own list says, before anything of it is unpacked.
extension ZipArchive {
    private static let longestName = 4096
    /// Each folder more makes all below it slower to make and to remove.
    private static let deepest = 128

    struct Entry {
        /// Of its path, without `.`; none leads out.
        var segments: [String]
        var isFolder: Bool
        var mode: mode_t
        /// In bytes; what is in the archive may be more.
        var claimedSize: Int

        var isLink: Bool { mode & S_IFMT == S_IFLNK }
        var folders: ArraySlice<String> { segments.dropLast(isFolder ? 0 : 1) }
    }

    /// A folder takes room on the disk, and time to make and remove, that no file's bytes tell of, and a short name may be
    /// of many: each counts as an entry.
    static func checkList(of archive: unzFile, _ limits: Limits) throws(Failure) {
        guard try entryCount(of: archive) <= limits.entries else { throw .tooLarge }
        // Paths by their hashes: the names of many deep folders would take much memory.
        var folders: Set<Int> = []
        var files = 0
        var bytes = 0
        try forEachEntry(of: archive) { (entry) throws(Failure) in
            if !entry.isFolder { files += 1 }
            bytes += entry.claimedSize
            var path = Hasher()
            for segment in entry.folders {
                path.combine(segment)
                folders.insert(path.finalize())
            }
            guard files + folders.count <= limits.entries, bytes <= limits.bytes else { throw .tooLarge }
        }
    }

    static func forEachEntry(of archive: unzFile, _ body: (Entry) throws(Failure) -> Void) throws(Failure) {
        if try entryCount(of: archive) == 0 { return }
        var result = unzGoToFirstFile(archive)
        while result == UNZ_OK {
            try body(try currentEntry(of: archive))
            result = unzGoToNextFile(archive)
        }
        guard result == UNZ_END_OF_LIST_OF_FILE else { throw .unreadable }
    }

    private static func entryCount(of archive: unzFile) throws(Failure) -> UInt64 {
        var total = unz_global_info64()
        guard unzGetGlobalInfo64(archive, &total) == UNZ_OK else { throw .unreadable }
        return UInt64(total.number_entry)
    }

    private static func currentEntry(of archive: unzFile) throws(Failure) -> Entry {
        var info = unz_file_info64()
        var name = [CChar](repeating: 0, count: longestName + 1)
        guard unzGetCurrentFileInfo64(archive, &info, &name, UInt(longestName), nil, 0, nil, 0) == UNZ_OK,
            info.size_filename > 0, info.size_filename < longestName
        else { throw .unreadable }
        let bytes = name.prefix(Int(info.size_filename)).map { UInt8(bitPattern: $0) }
        guard let segments = segments(of: bytes), segments.count <= deepest else { throw .unreadable }
        return Entry(
            segments: segments, isFolder: bytes.last == UInt8(ascii: "/"), mode: mode_t(info.external_fa >> 16),
            claimedSize: Int(min(info.uncompressed_size, UInt64(UInt32.max))))
    }

    /// Nil for a path that leads out of the folder, or is no path of this system.
    private static func segments(of name: [UInt8]) -> [String]? {
        guard !name.contains(0), name.first != UInt8(ascii: "/") else { return nil }
        let segments = String(decoding: name, as: UTF8.self).split(separator: "/").map(String.init)
        guard !segments.contains(".."), !segments.contains(where: { $0.utf8.count > 255 }) else { return nil }
        return segments.filter { $0 != "." }
    }
}
