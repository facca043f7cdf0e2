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
    private let state = Mutex(State())

    private struct State {
        var tasks: [String: Task<Unpacked, any Error>] = [:]
        /// How many copies of functions run from a folder.
        var uses: [String: Int] = [:]
        /// Folders of archives that nobody has any more, which go with the last copy that runs from them.
        var forgotten: Set<String> = []
    }

    /// Held by a copy for as long as it runs: what it runs from stays, whatever becomes of the function.
    final class Use: Sendable {
        private let code: UnpackedCode
        private let names: [String]

        fileprivate init(_ code: UnpackedCode, _ names: [String]) {
            self.code = code
            self.names = names
            code.begin(names)
        }

        deinit { code.end(names) }
    }

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

    /// Of a function's code and its layers; to be had before they are asked for.
    func use(of code: CodeReference, _ layers: [CodeReference]) -> Use {
        Use(self, [code.blob] + (layers.isEmpty ? [] : [Self.name(ofLayers: layers)]))
    }

    private func begin(_ names: [String]) {
        state.withLock { state in for name in names { state.uses[name, default: 0] += 1 } }
    }

    private func end(_ names: [String]) {
        let gone = state.withLock { state in
            names.filter { name in
                let left = (state.uses[name] ?? 1) - 1
                state.uses[name] = left == 0 ? nil : left
                return left == 0 && state.forgotten.remove(name) != nil
            }
        }
        for name in gone { Self.remove(folder + "/" + name) }
    }

    private static func name(ofLayers layers: [CodeReference]) -> String {
        layersPrefix + layers.map(\.blob).joined(separator: "-")
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
        try await unpacked(named: Self.name(ofLayers: layers)) { [self] target in
            var bytes = 0
            for layer in layers {
                let own = target + Self.layerSuffix
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

    /// What was unpacked of an archive that nobody has any more goes, once nothing runs from it.
    func forget(_ blob: String) {
        let names = state.withLock { state in
            let names = state.tasks.keys.filter { $0 == blob || ($0.hasPrefix(Self.layersPrefix) && $0.contains(blob)) }
            for name in names { state.tasks[name] = nil }
            return names.filter { name in
                guard state.uses[name] != nil else { return true }
                state.forgotten.insert(name)
                return false
            }
        }
        for name in names { Self.remove(folder + "/" + name) }
    }

    private static let layersPrefix = "layers-"
    private static let layerSuffix = ".layer"

    private func unpacked(
        named name: String, _ fill: @escaping @Sendable (String) async throws -> Int
    ) async throws -> Unpacked {
        let task = state.withLock { state in
            if let task = state.tasks[name] { return task }
            let final = folder + "/" + name
            let task = Task {
                let aside = final + ".new"
                // Half of an archive that turned out to be none is not left behind.
                defer {
                    Self.remove(aside)
                    Self.remove(aside + Self.layerSuffix)
                }
                Self.remove(aside)
                try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true)
                let bytes = try await fill(aside)
                guard rename(aside, final) == 0 else { throw ZipArchive.Failure.disk(final) }
                return Unpacked(folder: final, bytes: bytes)
            }
            state.tasks[name] = task
            return task
        }
        do {
            return try await task.value
        } catch {
            state.withLock { $0.tasks[name] = nil }
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
        } catch {
            fclose(handle)
            throw error
        }
        // Closed it is also where that fails.
        guard fclose(handle) == 0 else { throw ZipArchive.Failure.disk(file) }
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
