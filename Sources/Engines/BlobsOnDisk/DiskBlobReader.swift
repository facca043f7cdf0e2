import Storage

/// The file closes when the last holder lets go.
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

    func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await store.run(work)
    }

    func fill(_ buffer: UnsafeMutableRawBufferPointer, from offset: Int) throws -> Int {
        try file.fill(buffer, from: offset)
    }
}
