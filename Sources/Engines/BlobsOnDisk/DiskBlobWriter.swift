import Storage
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

final class DiskBlobWriter: BlobWriter {
    private struct Progress {
        var file: DiskFile?
        var written = 0
        /// So far the disk was told to write.
        var begun = 0
    }

    /// A large file goes to the disk in parts of this size while it still comes in.
    private static let partBytes = 8 << 20

    let id: BlobID
    private let store: DiskBlobStore
    private let progress = Mutex(Progress())
    private let isSettled = Atomic(false)

    init(id: BlobID, store: DiskBlobStore) {
        self.id = id
        self.store = store
    }

    /// A writer dropped half way leaves a file that the sweep finds.
    deinit { store.release(id) }

    func write(_ pieces: [[UInt8]]) async throws {
        try await store.run { [self] in
            try progress.withLock { progress in
                let file = try opened(&progress)
                for piece in pieces {
                    try file.append(piece)
                    progress.written += piece.count
                }
                guard progress.written - progress.begun >= Self.partBytes else { return }
                file.beginWriting(progress.begun..<progress.written)
                progress.begun = progress.written
            }
        }
    }

    func seal(_ proof: VerifiedBody) async throws {
        try await store.run { [self] in
            try progress.withLock { try opened(&$0).sync() }
            try DiskFile.syncFolder(store.shelf(of: id))
        }
        isSettled.store(true, ordering: .relaxed)
    }

    private func opened(_ progress: inout Progress) throws -> DiskFile {
        if let file = progress.file { return file }
        let file = try DiskFile(creating: store.path(of: id))
        progress.file = file
        return file
    }

    func discard() async {
        guard !isSettled.exchange(true, ordering: .relaxed) else { return }
        await store.remove([id])
    }
}
