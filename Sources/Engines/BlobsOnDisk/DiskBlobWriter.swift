import Storage
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

final class DiskBlobWriter: BlobWriter {
    let id: BlobID
    private let file: DiskFile
    private let store: DiskBlobStore
    private let isSettled = Atomic(false)

    init(id: BlobID, file: DiskFile, store: DiskBlobStore) {
        self.id = id
        self.file = file
        self.store = store
    }

    /// A writer dropped half way leaves a file that the sweep finds.
    deinit { store.release(id) }

    func write(_ bytes: [UInt8]) async throws {
        let file = file
        try await store.run { try file.append(bytes) }
    }

    func seal(_ proof: VerifiedBody) async throws {
        let file = file
        let shelf = store.shelf(of: id)
        try await store.run {
            try file.sync()
            try DiskFile.syncFolder(shelf)
        }
        isSettled.store(true, ordering: .relaxed)
    }

    func discard() async {
        guard !isSettled.exchange(true, ordering: .relaxed) else { return }
        await store.remove([id])
    }
}
