import FoundationEssentials
import ServiceKit
import Storage

/// A user's key as it is used: opened, with its owner.
struct KeyHolder: Sendable {
    let secretAccessKey: String
    let isActive: Bool
    let user: UserCaller
}

extension IAM: FindsCredentials {
    package func credential(
        accessKeyID: String, sessionToken: String?, at time: Date
    ) async throws -> Credential? {
        if accessKeyID.hasPrefix(AccessKeyID.temporary) {
            return try await temporary(accessKeyID, sessionToken, at: time)
        }
        guard let holder = try await holder(of: accessKeyID), holder.isActive else { return nil }
        // Long-term keys have no token; one that comes with them is somebody else's.
        guard sessionToken == nil else { throw SessionTokenFailure.invalid }
        return Credential(secretAccessKey: holder.secretAccessKey, caller: .user(holder.user))
    }

    private func holder(of accessKeyID: String) async throws -> KeyHolder? {
        guard accessKeyID.utf8.count <= 128 else { return nil }
        return try await known.holder(of: accessKeyID) {
            let found = try await store.read { snapshot -> (AccessKeyRecord, UserRecord)? in
                guard let key = try snapshot.find(AccessKeyRecord.self, AccessKeyRecord.key(accessKeyID)),
                    let user = try snapshot.find(UserRecord.self, index: UserRecord.byID(key.userID))
                else { return nil }
                return (key, user)
            }
            guard let (key, user) = found else { return nil }
            let secret = try secrets.open([UInt8](key.sealedSecret), context: Array(accessKeyID.utf8))
            return KeyHolder(
                secretAccessKey: String(decoding: secret, as: UTF8.self), isActive: key.isActive,
                user: UserCaller(
                    accountID: user.accountID, userName: user.name, userID: user.id, arn: user.arn,
                    tags: user.tags.byKey))
        }
    }

    private func temporary(
        _ accessKeyID: String, _ token: String?, at time: Date
    ) async throws -> Credential? {
        guard let token else { throw SessionTokenFailure.missing }
        let contents = try sessions.open(token, accessKeyID: accessKeyID, at: time)
        guard let caller = try await caller(contents) else { return nil }
        return Credential(secretAccessKey: contents.secretAccessKey, caller: caller)
    }

    /// Nil if the account or the user is no longer there. A role is asked for when something is decided.
    private func caller(_ contents: SessionContents) async throws -> Caller? {
        switch contents.subject {
        case .root(let accountID, let session): return accounts[accountID].map { .root($0, session) }
        case .role(let session): return accounts[session.accountID] == nil ? nil : .role(session)
        case .federatedUser(let session):
            return accounts[session.accountID] == nil ? nil : .federatedUser(session)
        case .user(let id, let session):
            guard let user = try await policies(ofUser: id) else { return nil }
            return .user(
                UserCaller(
                    accountID: user.accountID, userName: user.name, userID: id, arn: user.arn,
                    tags: user.tags, session: session))
        }
    }
}
