import FoundationEssentials
import ServiceKit

#if canImport(Glibc)
    import Glibc
#endif

/// The folder that holds everything: one lock, one key file, and one store that a reset replaces.
package struct DataFolder: Sendable {
    package let path: String
    private let lock: Int32

    /// Opens or makes the folder, and keeps other servers out of it.
    package init(_ path: String) throws {
        self.path = path
        try Self.make(path)
        lock = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw ConfigurationError("\(path): \(String(cString: strerror(errno)))") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw ConfigurationError("another server is using the data folder \(path)")
        }
    }

    private static func make(_ path: String) throws {
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard access(path, W_OK) == 0 else {
            throw ConfigurationError("the data folder \(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    /// The key under which secrets are sealed; made at the first start.
    func keyFile() throws -> [UInt8] {
        if let stored = try secretFile("key") {
            guard let key = Data(base64Encoded: stored), key.count == 32 else {
                throw ConfigurationError("\(path)/key is not a key file")
            }
            return [UInt8](key)
        }
        try refuseToForget("key")
        let key = SystemRandomness().bytes(32)
        try write(Data(key).base64EncodedString() + "\n", to: "key")
        return key
    }

    func secretFile(_ name: String) throws -> String? {
        let file = path + "/" + name
        // Only what is not there is missing: a file that cannot be read must not be made anew.
        guard access(file, F_OK) == 0 else {
            guard errno == ENOENT else { throw ConfigurationError("\(file): \(String(cString: strerror(errno)))") }
            return nil
        }
        guard let data = try? Data(contentsOf: URL(filePath: file)) else {
            throw ConfigurationError("\(file) cannot be read")
        }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").joined(separator: "\n")
    }

    /// Replaces a small file for good: written aside, synced, renamed, the folder synced.
    func write(_ text: String, to name: String) throws {
        let target = path + "/" + name
        let aside = target + ".new"
        let descriptor = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ConfigurationError("\(aside): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0,
            rename(aside, target) == 0
        else { throw ConfigurationError("\(target): \(String(cString: strerror(errno)))") }
        try syncFolder()
    }

    // MARK: Generations

    /// The name of the store in use. A reset makes another one.
    package func generation() throws -> String {
        if let stored = try secretFile("generation") { return stored }
        try refuseToForget("generation")
        let name = newGenerationName()
        try use(generation: name)
        return name
    }

    func newGenerationName() -> String { SystemRandomness().text(12, from: Alphabet.lowerAlphanumeric) }

    /// From now on the store of this name is the one.
    func use(generation: String) throws { try write(generation + "\n", to: "generation") }

    func storeFolder(_ generation: String) throws -> String {
        let folder = path + "/store-" + generation
        try Self.make(folder)
        try syncFolder()
        return folder
    }

    private func syncFolder() throws {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(folder) }
        guard folder >= 0, fsync(folder) == 0 else { throw ConfigurationError("\(path) cannot be synced") }
    }

    /// A folder with a store but without its key or its generation is one that lost them.
    private func refuseToForget(_ name: String) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard !names.contains(where: { $0.hasPrefix("store-") }) else {
            throw ConfigurationError(
                "the data folder \(path) has a store but no file '\(name)': put it back, or start on another folder")
        }
    }

    func remove(generation: String) {
        try? FileManager.default.removeItem(atPath: path + "/store-" + generation)
    }

    /// Removes the stores of former generations, left by a reset that was cut short.
    func removeOthers(than generation: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasPrefix("store-") && name != "store-" + generation {
            try? FileManager.default.removeItem(atPath: path + "/" + name)
        }
    }
}
