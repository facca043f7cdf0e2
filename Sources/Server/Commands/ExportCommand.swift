import ArgumentParser
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// `hanok export FILE`: writes pools, clients, groups, users and domains to a file that `import` reads.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write pools, clients, groups, users and domains to a seed file.",
        discussion: """
            The file holds client secrets and password hashes: it is made readable for you alone. Signing keys \
            stay: tokens given before a move are worth nothing after it.
            """)

    @Argument(help: "The file to write. It must not be there yet.")
    var file: String

    @OptionGroup var place: StorePlace

    func run() async throws {
        do {
            let store = try OfflineStore(try place.load())
            defer { store.assembly.end() }
            let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw ConfigurationError("\(file): \(String(cString: strerror(errno)))") }
            defer { close(descriptor) }
            try await store.assembly.exportSeed(account: try store.account(place.account)) { line in
                try write(Array((line + "\n").utf8), to: descriptor)
            }
            guard fsync(descriptor) == 0 else { throw ConfigurationError("\(file) cannot be synced") }
        } catch let error as ConfigurationError { throw ValidationError(error.message) }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw ConfigurationError("\(file): \(String(cString: strerror(errno)))") }
            rest = rest.dropFirst(count)
        }
    }
}
