import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getAccessKeyLastUsed(
        _ input: GetAccessKeyLastUsedRequest, _ call: Call
    ) async throws -> GetAccessKeyLastUsedResponse {
        let account = call.accountID
        return try await store.read { snapshot in
            guard let user = try snapshot.owner(ofAccessKey: input.accessKeyId), user.accountID == account
            else { throw ServiceError.noSuchAccessKey(input.accessKeyId) }
            let use = try lastUse(of: input.accessKeyId, snapshot)
            return GetAccessKeyLastUsedResponse(
                userName: user.name,
                accessKeyLastUsed: AccessKeyLastUsed(
                    lastUsedDate: use?.usedAt, serviceName: use?.service ?? "N/A", region: use?.region ?? "N/A"))
        }
    }

    /// The resource is the user whose key it is.
    func seeingKeyUse(_ input: GetAccessKeyLastUsedRequest, _ call: Call) async throws -> [Permission] {
        let user = try await store.read { try $0.owner(ofAccessKey: input.accessKeyId) }
        guard let user, user.accountID == call.accountID else {
            return onAccount("GetAccessKeyLastUsed", call)
        }
        return try await onUser("GetAccessKeyLastUsed", user.name, call)
    }
}

extension Snapshot {
    fileprivate func owner(ofAccessKey id: String) throws -> UserRecord? {
        guard id.utf8.count <= 128, let key = try find(AccessKeyRecord.self, AccessKeyRecord.key(id)) else {
            return nil
        }
        return try find(UserRecord.self, index: UserRecord.byID(key.userID))
    }
}
