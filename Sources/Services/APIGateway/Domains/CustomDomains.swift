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

    private static let mostDomains = 100_000
    private let hosts = Mutex<[String: [Mapping]]>([:])

    func contains(_ host: String) -> Bool { hosts.withLock { !$0.isEmpty && $0[host] != nil } }

    /// The mapping with the longest base path that the path begins with.
    func find(host: String, path: String) -> Found? {
        let mappings = hosts.withLock { $0[host] } ?? []
        let fitting = mappings.filter { mapping in
            mapping.basePath.isEmpty || path == "/" + mapping.basePath || path.hasPrefix("/\(mapping.basePath)/")
        }
        guard let best = fitting.max(by: { $0.basePath.utf8.count < $1.basePath.utf8.count }) else { return nil }
        let rest = best.basePath.isEmpty ? path : String(path.dropFirst(best.basePath.utf8.count + 1))
        return Found(apiID: best.apiID, stage: best.stage, path: rest)
    }

    func set(_ mappings: [Mapping]?, of host: String) { hosts.withLock { $0[host] = mappings } }

    /// Reads all of them, as at the start.
    func refresh(from store: any KeyValueStore, _ reserved: ReservedHosts) async throws {
        var start: [UInt8]?
        var known = 0
        repeat {
            let from = start
            let page = try await store.read { snapshot in
                let page = try snapshot.list(
                    DomainRecord.self, prefix: Key(table: .apiDomains), from: from, limit: 500)
                let hosts = try page.records.map { ($0.name, try snapshot.mappings(of: $0.name)) }
                return (hosts, page.next)
            }
            // The public address may have become another since a domain was made.
            for (host, mappings) in page.0 where !reserved.contains(host) { set(mappings.map(Mapping.init), of: host) }
            known += page.0.count
            start = page.1
        } while start != nil && known < Self.mostDomains
    }
}

extension CustomDomains.Mapping {
    init(_ record: MappingRecord) { self.init(basePath: record.basePath, apiID: record.apiID, stage: record.stage) }
}

extension APIGateway {
    /// Changes a domain or its mappings; requests to it are told anew before the change is answered.
    func changeDomain<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        let value = try await store.write(body)
        guard !reservedHosts.contains(name) else { return value }
        var known = try await mappings(of: name)
        // Somebody else may change it at the same moment: who sets last looks once more.
        while true {
            domains.set(known, of: name)
            let now = try await mappings(of: name)
            guard now != known else { return value }
            known = now
        }
    }

    /// Nil where there is no such domain.
    private func mappings(of name: String) async throws -> [CustomDomains.Mapping]? {
        try await store.read { snapshot in
            guard try snapshot.find(DomainRecord.self, DomainRecord.key(name)) != nil else { return nil }
            return try snapshot.mappings(of: name).map(CustomDomains.Mapping.init)
        }
    }
}
