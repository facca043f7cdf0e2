import Storage

final class DiskBlobReader: BlobReader {
    private let file: DiskFile
    private let store: DiskBlobStore
    let byteCount: Int

    init(file: DiskFile, store: DiskBlobStore) {
        self.file = file
        self.store = store
        byteCount = (try? file.byteCount) ?? 0
    }

    var fileDescriptor: Int32? { file.descriptor }

    func read(at offset: Int, count: Int) async throws -> [UInt8] {
        let file = file
        return try await store.run { try file.read(at: offset, count: count) }
    }

    /// The file closes when the last holder lets go; nothing more is to be done.
    func close() async {}
}
