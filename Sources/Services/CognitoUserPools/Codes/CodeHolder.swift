import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

/// For whom a recovery code is kept. A client that must not learn who exists is told the same of
/// everybody: who is not there, is disabled or cannot be reached has a code too, that nobody is sent.
struct CodeHolder: Sendable {
    var user: User
    /// Nobody knows the code.
    var isDecoy: Bool
}

extension CognitoUserPools {
    func codeHolder(
        _ name: String, _ pool: UserPool, _ client: UserPoolClient, at time: Date, _ snapshot: any Snapshot
    ) throws -> CodeHolder {
        let user = try snapshot.user(name, in: pool)
        guard client.hidesUnknownUsers else {
            guard let user else { throw ServiceError.noUserForClient }
            return CodeHolder(user: user, isDecoy: false)
        }
        if let user, user.enabled, pool.recoveryDestination(of: user) != nil {
            return CodeHolder(user: user, isDecoy: false)
        }
        return CodeHolder(user: decoyUser(name, pool, at: time), isDecoy: true)
    }

    /// Stands in the codes' table for a name nobody has, so that its limits are those of any other.
    func decoyUser(_ name: String, _ pool: UserPool, at time: Date) -> User {
        let sub = decoy.uuid("codes \(pool.id) \(pool.folded(name))")
        return User(
            in: pool, username: name, sub: sub, status: .confirmed, attributes: [:], password: nil, time: time)
    }

    /// The username that challenges tell. Where a name that is given is not the username itself, somebody
    /// who is not there has a made one too.
    func shownName(of user: User?, _ name: String, in pool: UserPool) -> String {
        if let user { return user.username }
        let mayBeAlias = !pool.aliasAttributes.isEmpty && (name.contains("@") || name.hasPrefix("+"))
        guard !pool.usernameAttributes.isEmpty || mayBeAlias else { return name }
        return decoy.uuid("\(pool.id) \(pool.folded(name))")
    }

    /// Takes as long as handing over a message does.
    func pretendToDeliver() async throws {
        let bytes = randomness.bytes(256)
        try await store.write { transaction in
            try transaction.put(Key(table: .unsentMessages).bytes, bytes)
        }
    }
}
