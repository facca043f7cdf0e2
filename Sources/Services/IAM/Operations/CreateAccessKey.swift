import FoundationEssentials
import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// Makes a key. Its secret is shown in this answer and never again.
    func createAccessKey(
        _ input: CreateAccessKeyRequest, _ call: Call
    ) async throws -> CreateAccessKeyResponse {
        let account = call.accountID
        let name = try userName(input.userName, call)
        let id = AccessKeyID.make(AccessKeyID.permanent, accountID: account, randomness)
        let secret = randomness.secretAccessKey()
        let sealed = try secrets.seal(Array(secret.utf8), context: Array(id.utf8))
        let user = try await change { transaction in
            let user = try transaction.require(UserRecord.self, name, in: account)
            guard try transaction.accessKeys(of: user).count < AccessKeyRecord.mostPerUser else {
                throw ServiceError.quotaExceeded("AccessKeysPerUser", AccessKeyRecord.mostPerUser)
            }
            guard try !transaction.exists(AccessKeyRecord.key(id)) else {
                throw ServiceError(IAMErrors.serviceFailure, "The key could not be made. Try again.")
            }
            try transaction.save(
                AccessKeyRecord(
                    accessKeyID: id, accountID: account, userID: user.id, sealedSecret: Data(sealed),
                    isActive: true, createdAt: call.time))
            return user
        }
        return CreateAccessKeyResponse(
            accessKey: AccessKey(
                userName: user.name, accessKeyId: id, status: .active, secretAccessKey: secret,
                createDate: call.time))
    }

    /// The user an operation is about: the caller where none is named.
    func userName(_ name: String?, _ call: Call) throws -> String {
        if let name { return name }
        guard case .user(let user) = call.caller else { throw ServiceError.mustNameUser }
        return user.userName
    }
}
