import ServiceKit
import Storage

extension CognitoUserPools {
    func accountID(_ call: Call) -> String { call.caller.accountID ?? accounts.standard.id }

    /// The ARN that policies name: the pool of that id in the caller's account and region. One of
    /// another account is not found later.
    func poolARN(_ id: String, _ call: Call) -> String {
        UserPool.arn(id, accountID: accountID(call), region: call.region)
    }

    package func tags(ofResource text: String) async throws -> [String: String] {
        let kind = "userpool/"
        guard let arn = ARN(text), arn.service == "cognito-idp", arn.resource.hasPrefix(kind) else { return [:] }
        let id = String(arn.resource.dropFirst(kind.count))
        guard !id.isEmpty, id.utf8.count <= 128 else { return [:] }
        let pool = try await store.read { try $0.find(UserPool.self, UserPool.key(id)) }
        return pool?.arn == text ? pool?.tags ?? [:] : [:]
    }

    /// The pool that a signed call names.
    func pool(_ id: String, _ call: Call, _ snapshot: any Snapshot) throws -> UserPool {
        guard let pool = try snapshot.find(UserPool.self, UserPool.key(id)), pool.accountID == accountID(call),
            pool.region == call.region
        else { throw ServiceError.noUserPool(id) }
        return pool
    }

    func pool(_ id: String, _ call: Call) async throws -> UserPool {
        try await store.read { snapshot in try pool(id, call, snapshot) }
    }

    /// The pool of a resource ARN in a tagging call.
    func pool(arn: String, _ call: Call, _ snapshot: any Snapshot) throws -> UserPool {
        guard let name = ARN(arn), name.service == "cognito-idp", name.resource.hasPrefix("userpool/") else {
            throw ServiceError.invalidParameter("Invalid ARN: \(arn)")
        }
        let id = String(name.resource.dropFirst("userpool/".count))
        let pool = try pool(id, call, snapshot)
        guard pool.arn == arn else { throw ServiceError.noUserPool(id) }
        return pool
    }

    func client(_ id: String, of pool: UserPool, _ snapshot: any Snapshot) throws -> UserPoolClient {
        let key = UserPoolClient.listing(pool.id).text(id)
        guard let client = try snapshot.find(UserPoolClient.self, key) else { throw ServiceError.noClient(id) }
        return client
    }

    /// The client that a call without signature names, and its pool.
    func openClient(_ id: String, _ call: Call) async throws -> (UserPool, UserPoolClient) {
        let found = try await store.read { snapshot in
            guard let client = try snapshot.find(UserPoolClient.self, index: UserPoolClient.index(id)),
                let pool = try snapshot.find(UserPool.self, UserPool.key(client.poolID))
            else { throw ServiceError.noClient(id) }
            return (pool, client)
        }
        // Nobody signed: it is the pool's account that hears of it.
        call.trail.note(account: found.0.accountID)
        return found
    }

    /// A pool and a client of it that a signed call names.
    func poolAndClient(_ poolID: String, _ clientID: String, _ call: Call) async throws -> (UserPool, UserPoolClient) {
        try await store.read { snapshot in
            let pool = try pool(poolID, call, snapshot)
            return (pool, try client(clientID, of: pool, snapshot))
        }
    }

    /// A pool and the user an administrator names.
    func poolAndUser(_ poolID: String, _ name: String, _ call: Call) async throws -> (UserPool, User) {
        try await store.read { snapshot in
            let pool = try pool(poolID, call, snapshot)
            return (pool, try snapshot.requireUser(name, in: pool))
        }
    }
}
