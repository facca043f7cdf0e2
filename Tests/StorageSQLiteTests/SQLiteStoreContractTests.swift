import Storage
import StorageSQLite
import TestSupport
import Testing

@Suite("SQLite keeps the storage contract")
struct SQLiteStoreContractTests {
    private let folder = TemporaryFolder()

    private func store() throws -> SQLiteStore { try SQLiteStore(path: folder.path + "/state.sqlite") }

    @Test func roundTrips() async throws { try await StorageContract.roundTrips(store()) }

    @Test func failedClosureChangesNothing() async throws {
        try await StorageContract.failedClosureChangesNothing(store())
    }

    @Test func closuresSeeTheirOwnChanges() async throws {
        try await StorageContract.closuresSeeTheirOwnChanges(store())
    }

    @Test func oneKeyUnderManyWriters() async throws { try await StorageContract.oneKeyUnderManyWriters(store()) }

    @Test func containersKeepTheirChildren() async throws {
        try await StorageContract.containersKeepTheirChildren(store())
    }

    @Test func noWriteSkew() async throws { try await StorageContract.noWriteSkew(store()) }

    @Test func logPositionsAreInOrder() async throws { try await StorageContract.logPositionsAreInOrder(store()) }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func agreesWithModel(seed: UInt64) async throws {
        try await StorageContract.agreesWithModel(store(), seed: seed, steps: 600)
    }

    @Test func whatWasCommittedIsThereAfterOpeningAgain() async throws {
        let first = try store()
        try await first.write { try $0.put([1], [UInt8](repeating: 5, count: 100_000)) }
        first.close()
        await #expect(throws: StorageError.closed) { try await first.write { try $0.put([2], []) } }
        let second = try store()
        #expect(try await second.read { try $0.get([1])?.count } == 100_000)
    }

    @Test func replacedLargeValuesLeaveNothingBehind() async throws {
        let store = try store()
        for round in 0..<20 {
            try await store.write { try $0.put([1], [UInt8](repeating: UInt8(round), count: 1 << 20)) }
        }
        store.close()
        let bytes = try fileSize(folder.path + "/state.sqlite")
        #expect(bytes < 8 << 20, "one megabyte is kept, not twenty")
    }

    @Test func aWaitingQueueHasAnEnd() async throws {
        var options = SQLiteStore.Options()
        options.queueLimit = 1
        options.groupLimit = 1
        let store = try SQLiteStore(path: folder.path + "/small.sqlite", options: options)
        let refusals = await withTaskGroup(of: Bool.self) { group in
            for value in 0..<200 {
                group.addTask {
                    do {
                        try await store.write { try $0.put([UInt8(value)], []) }
                        return false
                    } catch {
                        return error as? StorageError == .overloaded
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refusals > 0)
    }
}
