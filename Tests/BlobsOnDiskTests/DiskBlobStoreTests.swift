import BlobsOnDisk
import Storage
import TestSupport
import Testing

@Suite("Blobs on disk")
struct DiskBlobStoreTests {
    private let folder = TemporaryFolder()

    private func store() throws -> DiskBlobStore { try DiskBlobStore(folder: folder.path + "/blobs") }

    private func sealed(_ store: DiskBlobStore, _ bytes: [UInt8]) async throws -> BlobID {
        let writer = store.create()
        try await writer.write([bytes])
        try await writer.seal(VerifiedBody(byteCount: bytes.count))
        return writer.id
    }

    @Test func whatIsSealedIsReadBackByAnotherStore() async throws {
        let id = try await sealed(store(), [1, 2, 3, 4, 5])
        let reader = try await store().open(id)
        #expect(reader.byteCount == 5)
        #expect(try await reader.read(at: 1, count: 3) == [2, 3, 4])
        #expect(try await reader.read(at: 4, count: 9) == [5])
    }

    @Test func whatIsDiscardedIsGone() async throws {
        let store = try store()
        let writer = store.create()
        try await writer.write([[1]])
        await writer.discard()
        await #expect(throws: DiskError.self) { try await store.open(writer.id) }
    }

    @Test func aBlobBeingReadSurvivesItsRemoval() async throws {
        let store = try store()
        let id = try await sealed(store, [9, 8, 7])
        let reader = try await store.open(id)
        await store.remove([id, id])
        #expect(try await reader.read(at: 0, count: 3) == [9, 8, 7])
        await #expect(throws: DiskError.self) { try await store.open(id) }
    }

    @Test func theListIsOrderedPagedAndWithoutBlobsInFlight() async throws {
        let store = try store()
        var ids: [BlobID] = []
        for value in 0..<20 { ids.append(try await sealed(store, [UInt8(value)])) }
        let writing = store.create()
        try await writing.write([[1], [2]])
        let first = try await store.list(from: .zero, limit: 12)
        #expect(first == Array(ids.sorted().prefix(12)))
        let last = try #require(first.last)
        let second = try await store.list(from: BlobID(high: last.high, low: last.low &+ 1), limit: 12)
        #expect(second == Array(ids.sorted().dropFirst(12)))
        await writing.discard()
    }

    @Test func namesComeBack() {
        let id = BlobID(high: 0x0123, low: .max)
        #expect(BlobID(name: id.name) == id)
        #expect(id.name == "0000000000000123ffffffffffffffff")
        #expect(BlobID(name: "x") == nil)
    }
}
