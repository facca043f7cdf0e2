import ArgumentParser
import BlobsOnDisk
import FoundationEssentials
import NIOPosix
import Storage
import StorageSQLite

/// Measures the choices of docs/decisions/0002: page size, where large values stand, where reads run,
/// and up to which size a body stands beside its record. Compare the rows of one run.
@main
struct StorageBenchmark: AsyncParsableCommand {
    @Option(help: "Rows in each store.")
    var rows = 50_000

    @Option(help: "Durable writes of each measurement.")
    var writes = 3000

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/hanok-storage-benchmark"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await pageSizes(folder)
        try await readPlaces(folder)
        try await bodyPlaces(folder)
    }

    // MARK: Page size

    private func pageSizes(_ folder: String) async throws {
        print("## Page size (1 KiB values, 24-byte keys, \(rows) rows)\n")
        print(
            "| page | overflow above | gets/s | listed rows/s | puts per sync, 1 writer | 64 writers | log bytes per put |"
        )
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for (page, overflow) in [
            (4096, 512), (4096, 2048), (8192, 512), (8192, 2048), (16_384, 512), (16_384, 2048),
        ] {
            var options = SQLiteStore.Options()
            options.pageBytes = page
            options.overflowBytes = overflow
            options.checkpointBytes = 1 << 40
            let path = folder + "/pages-\(page)-\(overflow).sqlite"
            let store = try SQLiteStore(path: path, options: options)
            try await fill(store)
            let gets = try await rate(rows / 2) { number in
                _ = try await store.read { try $0.get(Self.key(number &* 7919 % rows)) }
            }
            let listed = try await rate(20) { number in
                _ = try await store.read { try $0.scan(ScanRange(from: Self.key(number * 1000), to: KeyLimits.end)) }
            }
            let before = DiskSyncs.fileBytes(path + "-wal")
            let syncs = DiskSyncs.perSecond(in: folder)
            let one = try await writeRate(store, writers: 1, count: writes) / syncs
            let logged = (DiskSyncs.fileBytes(path + "-wal") - before) / writes
            let many = try await writeRate(store, writers: 64, count: writes * 4) / syncs
            let row = [Int(gets), Int(listed * 1000)].map(String.init) + [one, many].map(Self.twoDigits)
            print("| \(page) | \(overflow) | \(row.joined(separator: " | ")) | \(logged) |")
            store.close()
        }
    }

    private func fill(_ store: SQLiteStore) async throws {
        for start in stride(from: 0, to: rows, by: 1000) {
            try await store.write { transaction in
                for number in start..<min(start + 1000, rows) {
                    try transaction.put(Self.key(number), Self.value(-1))
                }
            }
        }
    }

    private static func value(_ number: Int) -> [UInt8] {
        let number = Key(bytes: []).number(UInt64(bitPattern: Int64(number))).bytes
        return (0..<128).flatMap { _ in number }
    }

    private static func key(_ number: Int) -> [UInt8] {
        Key(table: TableID(0x7F00)).text("benchmark").number(UInt64(number)).raw([0, 0, 0, 0]).bytes
    }

    private func writeRate(_ store: SQLiteStore, writers: Int, count: Int) async throws -> Double {
        let rows = rows
        return try await rate(1) { _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        for number in 0..<(count / writers) {
                            let key = Self.key((number &* 7919 &+ writer &* 104_729) % rows)
                            // SQLite writes nothing where a value is what it was.
                            let value = Self.value(writer &* count &+ number)
                            try await store.write { try $0.put(key, value) }
                        }
                    }
                }
                try await group.waitForAll()
            }
        } * Double(count)
    }

    private static func twoDigits(_ ratio: Double) -> String {
        let hundredths = Int((ratio * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    // MARK: Where reads run

    private func readPlaces(_ folder: String) async throws {
        print("\n## Where point reads run\n\n| place | gets/s, 1 task | gets/s, 64 tasks |\n| --- | --- | --- |")
        let store = try SQLiteStore(path: folder + "/reads.sqlite")
        try await fill(store)
        let threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
        let rows = rows
        let inline: @Sendable (Int) async throws -> Void = { number in
            _ = try await store.read { try $0.get(Self.key(number &* 7919 % rows)) }
        }
        let hop: @Sendable (Int) async throws -> Void = { number in
            try await threads.runIfActive {}
            _ = try await store.read { try $0.get(Self.key(number &* 7919 % rows)) }
        }
        for (name, read) in [("on the calling thread", inline), ("after a hop to a storage thread", hop)] {
            let one = try await rate(rows / 2, read)
            let many =
                try await rate(1) { _ in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<64 {
                            group.addTask { for number in 0..<(rows / 64) { try await read(number) } }
                        }
                        try await group.waitForAll()
                    }
                } * Double(rows)
            print("| \(name) | \(Int(one)) | \(Int(many)) |")
        }
        try await threads.shutdownGracefully()
        store.close()
    }

    // MARK: Where bodies stand

    private func bodyPlaces(_ folder: String) async throws {
        print("\n## Bodies beside the record or in a file, durable puts/s\n")
        print("| body | writers | beside the record | in a file | ratio |\n| --- | --- | --- | --- | --- |")
        let store = try SQLiteStore(path: folder + "/bodies.sqlite")
        let blobs = try DiskBlobStore(folder: folder + "/bodies")
        for size in [4 << 10, 16 << 10, 32 << 10, 64 << 10, 128 << 10] {
            let body = [UInt8](repeating: 9, count: size)
            for writers in [1, 16] {
                let count = max(64, min(writes / 3, (64 << 20) / size))
                let inline = try await bodies(count, writers) { number in
                    try await store.write { transaction in
                        try transaction.put(Self.key(number), [1])
                        try transaction.put(Self.key(number + 1_000_000), body)
                    }
                }
                let filed = try await bodies(count, writers) { number in
                    let writer = blobs.create()
                    try await writer.write([body])
                    try await writer.seal(VerifiedBody(byteCount: size))
                    try await store.write { transaction in
                        try transaction.put(Self.key(number), [1])
                        try transaction.put(writer.id.row.bytes, [1])
                    }
                }
                let ratio = String(Int(inline / filed * 100))
                print("| \(size >> 10) KiB | \(writers) | \(Int(inline)) | \(Int(filed)) | \(ratio) % |")
            }
        }
        store.close()
    }

    private func bodies(
        _ count: Int, _ writers: Int, _ put: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> Double {
        try await rate(1) { _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        for number in 0..<(count / writers) { try await put(writer * count + number) }
                    }
                }
                try await group.waitForAll()
            }
        } * Double(count)
    }

    /// How often a second `body` runs.
    private func rate(_ count: Int, _ body: (Int) async throws -> Void) async throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        for number in 0..<count { try await body(number) }
        return Double(count) / ((clock.now - start) / .seconds(1))
    }
}
