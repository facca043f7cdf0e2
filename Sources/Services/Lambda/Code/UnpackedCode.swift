import FoundationEssentials
import ServiceKit
import Storage
import Synchronization
import ZipArchive

#if canImport(Glibc)
    import Glibc
#endif

/// Archives of functions and layers, unpacked once for all their copies. What is unpacked is made anew at each start of the
/// server: the archives are what is kept.
final class UnpackedCode: Sendable {
    private let blobs: any BlobStore
    private let folder: String
    private let randomness: any Randomness
    private let unpacking = Mutex<[String: Task<Unpacked, any Error>]>([:])

    private struct Unpacked: Sendable {
        var folder: String
        /// Of all files together.
        var bytes: Int
    }

    static let limits = ZipArchive.Limits(entries: 100_000, bytes: 262_144_000)
    private static let piece = 1 << 20

    init(blobs: any BlobStore, folder: String, randomness: any Randomness) throws {
        self.blobs = blobs
        self.folder = folder
        self.randomness = randomness
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// The folder of a function's code.
    func folder(of code: CodeReference) async throws -> String {
        try await unpacked(code).folder
    }

    /// How many bytes the files of an archive have together.
    func size(of code: CodeReference) async throws -> Int { try await unpacked(code).bytes }

    private func unpacked(_ code: CodeReference) async throws -> Unpacked {
        try await unpacked(named: code.blob) { [self] target in try await unpack(code, into: target) }
    }

    /// One folder with all of these, later ones over earlier ones.
    func folder(ofLayers layers: [CodeReference]) async throws -> String {
        let name = Self.layersPrefix + layers.map(\.blob).joined(separator: "-")
        return try await unpacked(named: name) { [self] target in
            var bytes = 0
            for layer in layers {
                let own = target + ".layer"
                try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
                bytes += try await unpack(layer, into: own)
                try Self.move(own, over: target)
            }
            return bytes
        }.folder
    }

    /// Checks an archive that is not stored yet.
    func check(_ archive: [UInt8]) throws {
        let target = folder + "/check-" + randomness.text(16, from: Alphabet.lowerAlphanumeric)
        defer { Self.remove(target) }
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        let file = target + ".zip"
        defer { unlink(file) }
        guard FileManager.default.createFile(atPath: file, contents: Data(archive)) else {
            throw ZipArchive.Failure.disk(file)
        }
        try ZipArchive.unpack(file, into: target, Self.limits)
    }

    /// What was unpacked of an archive that nobody has any more.
    func forget(_ blob: String) {
        let names = unpacking.withLock { tasks in
            let names = tasks.keys.filter { $0 == blob || ($0.hasPrefix(Self.layersPrefix) && $0.contains(blob)) }
            for name in names { tasks[name] = nil }
            return names
        }
        for name in names { Self.remove(folder + "/" + name) }
    }

    private static let layersPrefix = "layers-"

    private func unpacked(
        named name: String, _ fill: @escaping @Sendable (String) async throws -> Int
    ) async throws -> Unpacked {
        let task = unpacking.withLock { tasks in
            if let task = tasks[name] { return task }
            let final = folder + "/" + name
            let task = Task {
                let aside = final + ".new"
                Self.remove(aside)
                try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true)
                let bytes = try await fill(aside)
                guard rename(aside, final) == 0 else { throw ZipArchive.Failure.disk(final) }
                return Unpacked(folder: final, bytes: bytes)
            }
            tasks[name] = task
            return task
        }
        do {
            return try await task.value
        } catch {
            unpacking.withLock { $0[name] = nil }
            throw error
        }
    }

    private func unpack(_ code: CodeReference, into target: String) async throws -> Int {
        guard let id = BlobID(name: code.blob) else { throw StorageError.corrupt("a function's code has no blob") }
        let reader = try await blobs.open(id)
        let file = target + ".zip"
        guard let handle = fopen(file, "w") else { throw ZipArchive.Failure.disk(file) }
        defer { unlink(file) }
        do {
            var offset = 0
            while offset < reader.byteCount {
                let bytes = try await reader.read(at: offset, count: min(Self.piece, reader.byteCount - offset))
                guard fwrite(bytes, 1, bytes.count, handle) == bytes.count else { throw ZipArchive.Failure.disk(file) }
                offset += bytes.count
            }
            guard fclose(handle) == 0 else { throw ZipArchive.Failure.disk(file) }
        } catch {
            fclose(handle)
            throw error
        }
        return try await reader.blocking { try ZipArchive.unpack(file, into: target, Self.limits) }
    }

    private static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    /// Moves what a folder has over another's, folder by folder.
    private static func move(_ source: String, over target: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: source) {
            let (from, to) = (source + "/" + name, target + "/" + name)
            var status = stat()
            let isFolder = lstat(from, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            if isFolder, lstat(to, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                try move(from, over: to)
            } else {
                remove(to)
                guard rename(from, to) == 0 else { throw ZipArchive.Failure.disk(to) }
            }
        }
        remove(source)
    }
}
