import Storage

/// What of a pool's a client's settings may name.
struct PoolReferences {
    /// `identifier/scope` of its resource servers.
    var scopes: Set<String>
    /// The names of its identity providers.
    var providers: Set<String>
}

extension Snapshot {
    func references(of pool: UserPool) throws -> PoolReferences {
        PoolReferences(
            scopes: Set(try resourceServers(of: pool).flatMap(\.scopeNames)),
            providers: Set(try providers(of: pool).map(\.name)))
    }
}
