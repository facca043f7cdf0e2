import ServiceKit
import Storage
import Synchronization

/// Hosts that are custom domains, known in memory: every request is asked for its host.
final class CustomDomains: Sendable {
    struct Mapping: Sendable, Equatable {
        /// Without slashes at its ends; empty for all paths.
        var basePath: String
        var apiID: String
        /// Nil where the path names it.
        var stage: String?
    }

    struct Found: Sendable, Equatable {
        let apiID: String
        let stage: String?
        /// What follows the base path.
        let path: String
    }

    private let hosts = Mutex<[String: [Mapping]]>([:])

    func contains(_ host: String) -> Bool { hosts.withLock { !$0.isEmpty && $0[host] != nil } }

    /// The mapping with the longest base path that the path begins with.
    func find(host: String, path: String) -> Found? {
        let mappings = hosts.withLock { $0[host] } ?? []
        let fitting = mappings.filter { mapping in
            mapping.basePath.isEmpty || path == "/" + mapping.basePath || path.hasPrefix("/\(mapping.basePath)/")
        }
        guard let best = fitting.max(by: { $0.basePath.utf8.count < $1.basePath.utf8.count }) else { return nil }
        let rest = best.basePath.isEmpty ? path : String(path.dropFirst(best.basePath.count + 1))
        return Found(apiID: best.apiID, stage: best.stage, path: rest)
    }

    func replace(with mappings: [String: [Mapping]]) { hosts.withLock { $0 = mappings } }

    func refresh(from store: any KeyValueStore) async throws {}
}

extension Transaction {
    /// An API, or a stage of it, that a custom domain leads to cannot go.
    func requireUnmapped(_ apiID: String, stage: String? = nil) throws {}
}
