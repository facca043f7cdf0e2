import CognitoUserPoolsModel
import ServiceKit
import Storage

extension Snapshot {
    /// All resource servers of a pool, which are few.
    func resourceServers(of pool: UserPool) throws -> [ResourceServer] {
        try list(prefix: ResourceServer.listing(pool.id), limit: ResourceServer.maxPerPool).records
    }

    func requireResourceServer(_ identifier: String, in pool: UserPool) throws -> ResourceServer {
        guard let server = try find(ResourceServer.self, ResourceServer.key(pool.id, identifier)) else {
            throw ServiceError(
                CognitoUserPoolsErrors.resourceNotFound,
                "Resource server \(identifier) does not exist in user pool \(pool.id).")
        }
        return server
    }
}

/// A server's scopes, none named twice.
enum ResourceServerScopes {
    static func check(_ scopes: [ResourceServerScopeType]) throws {
        guard Set(scopes.map(\.scopeName)).count == scopes.count else {
            throw ServiceError.invalidParameter("Duplicate scope names in the resource server.")
        }
    }
}
