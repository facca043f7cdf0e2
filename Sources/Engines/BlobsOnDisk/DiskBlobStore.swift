import NIOPosix
import Storage
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Blobs as files: `{folder}/{two digits}/{id}`. A file is written under its own name, synced, and
/// its folder synced, before its owner's record is committed; files no record names are swept.
package final class DiskBlobStore: BlobStore {
    private let folder: String
    private let threads: NIOThreadPool
    private let inFlight = Mutex<Set<BlobID>>([])
    private let ids: BlobIDSequence

    /// Makes the folder and its 256 shelves where they are missing. `ids` must never repeat, also
    /// not after a restart.
    package init(folder: String, threads: Int = 16, ids: BlobIDSequence = BlobIDSequence()) throws {
        self.folder = folder
        self.ids = ids
        self.threads = NIOThreadPool(numberOfThreads: threads)
        try Self.makeFolder(folder)
        for shelf in 0..<256 { try Self.makeFolder(folder + "/" + Self.shelfName(shelf)) }
        try DiskFile.syncFolder(folder)
        self.threads.start()
    }

    private static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw DiskError(errno, path) }
    }

    private static func shelfName(_ shelf: Int) -> String {
        (shelf < 16 ? "0" : "") + String(shelf, radix: 16)
    }

    /// The last digits are random, so the shelves fill evenly.
    func shelf(of id: BlobID) -> String { folder + "/" + Self.shelfName(Int(id.low & 0xFF)) }

    func path(of id: BlobID) -> String { shelf(of: id) + "/" + id.name }

    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await threads.runIfActive(work)
    }

    package func create() -> any BlobWriter {
        let id = ids.next()
        inFlight.withLock { _ = $0.insert(id) }
        return DiskBlobWriter(id: id, store: self)
    }

    package func open(_ id: BlobID) async throws -> any BlobReader {
        let path = path(of: id)
        let file = try await run { try DiskFile(reading: path) }
        return DiskBlobReader(file: file, store: self)
    }

    /// Goes through even when the caller is cancelled: that is when most is left to be removed.
    package func remove(_ ids: [BlobID]) async {
        guard !ids.isEmpty else { return }
        let paths = ids.map(path(of:))
        let threads = threads
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            threads.submit { state in
                if case .active = state {
                    for path in paths { unlink(path) }
                }
                continuation.resume()
            }
        }
    }

    package func list(from start: BlobID, limit: Int) async throws -> [BlobID] {
        let folder = folder
        let names = try await run { try Self.names(in: folder, from: start, limit: limit) }
        let busy = inFlight.withLock { $0 }
        return names.filter { !busy.contains($0) }
    }

    private static func names(in folder: String, from start: BlobID, limit: Int) throws -> [BlobID] {
        var found: [BlobID] = []
        for shelf in 0..<256 {
            let path = folder + "/" + shelfName(shelf)
            guard let handle = opendir(path) else { throw DiskError(errno, path) }
            defer { closedir(handle) }
            while let entry = readdir(handle) {
                guard let id = BlobID(name: DiskFile.name(of: entry)), id >= start else { continue }
                found.append(id)
                if found.count > limit * 4 { found = Array(found.sorted().prefix(limit)) }
            }
        }
        return Array(found.sorted().prefix(limit))
    }

    /// The blob has an owner now, or is gone.
    func release(_ id: BlobID) { inFlight.withLock { _ = $0.remove(id) } }
}
