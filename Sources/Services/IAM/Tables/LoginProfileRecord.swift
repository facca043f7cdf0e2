import FoundationEssentials
import IAMModel
import ServiceKit
import Storage

/// A user's password.
struct LoginProfileRecord: Record, Codable {
    static let table = TableID.iamLoginProfiles

    var userID: String
    var hash: String
    var createdAt: Date
    var changedAt: Date
    var mustBeReset: Bool
    var lastUsedAt: Date?
    /// Hashes of passwords it had before, the newest first: as many as a policy can ask for.
    var former: [String]

    static let mostFormer = 24

    var key: Key { Self.key(userID) }

    static func key(_ userID: String) -> Key { Key(table: table).text(userID) }

    mutating func take(_ hash: String, at time: Date) {
        former = Array(([self.hash] + former).prefix(Self.mostFormer))
        self.hash = hash
        changedAt = time
    }

    func answer(_ user: UserRecord) -> LoginProfile {
        LoginProfile(userName: user.name, createDate: createdAt, passwordResetRequired: mustBeReset)
    }
}

extension Snapshot {
    func loginProfile(of userID: String) throws -> LoginProfileRecord? {
        try find(LoginProfileRecord.self, LoginProfileRecord.key(userID))
    }

    func require(loginProfileOf user: UserRecord) throws -> LoginProfileRecord {
        guard let profile = try loginProfile(of: user.id) else {
            throw ServiceError.noSuchEntity("Login Profile for User \(user.name) cannot be found.")
        }
        return profile
    }

    /// As answers have it: with the time its password was used last.
    func answer(_ user: UserRecord, _ answer: IAMModel.User) throws -> IAMModel.User {
        var answer = answer
        answer.passwordLastUsed = try loginProfile(of: user.id)?.lastUsedAt
        return answer
    }
}
