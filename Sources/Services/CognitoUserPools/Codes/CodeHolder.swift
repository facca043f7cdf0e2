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
        let sub = decoy.uuid("codes \(pool.id) \(pool.folded(name))")
        return CodeHolder(
            user: User(
                in: pool, username: name, sub: sub, status: .confirmed, attributes: [:], password: nil, time: time),
            isDecoy: true)
    }

    /// Takes as long as handing over a message does.
    func pretendToDeliver() async throws {
        let bytes = randomness.bytes(256)
        try await store.write { transaction in
            try transaction.put(Key(table: .unsentMessages).bytes, bytes)
        }
    }
}
