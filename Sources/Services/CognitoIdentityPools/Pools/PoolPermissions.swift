import ServiceKit
import Storage

/// The permissions that the operations need, with the condition keys of AWS's service authorization
/// reference.
extension CognitoIdentityPools {
    typealias ConditionKeys = [String: [String]]

    /// An action on a pool, which may be allowed by the pool's tags.
    func onPool(
        _ action: String, _ id: String, _ call: Call, keys: ConditionKeys = [:]
    ) async throws -> [Permission] {
        try await onResource(action, poolARN(id, call), id, call, keys)
    }

    /// The same, for calls that name the pool by its ARN.
    func onPool(
        _ action: String, arn: String, _ call: Call, keys: ConditionKeys = [:]
    ) async throws -> [Permission] {
        let id = ARN(arn).map { String($0.resource.dropFirst(IdentityPool.resourcePrefix.count)) } ?? ""
        return try await onResource(action, arn, id, call, keys)
    }

    private func onResource(
        _ action: String, _ arn: String, _ id: String, _ call: Call, _ keys: ConditionKeys
    ) async throws -> [Permission] {
        var context = keys
        // An id that is too long is refused by the model's limits, after this.
        if id.utf8.count <= 128,
            let pool = try await store.read({ try $0.find(IdentityPool.self, IdentityPool.key(id)) }), pool.arn == arn
        {
            for (name, value) in pool.tags { context["aws:ResourceTag/\(name)"] = [value] }
        }
        return [Permission("cognito-identity:\(action)", on: arn, context: context)]
    }

    /// An action for which AWS names no resource, only the pool behind each identity.
    func onIdentities(_ action: String, _ ids: [String], _ call: Call) async throws -> [Permission] {
        let account = accountID(call)
        let pools = try await store.read { snapshot in
            var pools: Set<String> = []
            for id in ids.prefix(60) where id.utf8.count <= 128 {
                guard let identity = try snapshot.find(Identity.self, index: Identity.index(id)),
                    let pool = try snapshot.find(IdentityPool.self, IdentityPool.key(identity.poolID)),
                    pool.accountID == account
                else { continue }
                pools.insert(pool.arn)
            }
            return pools.sorted()
        }
        let action = "cognito-identity:\(action)"
        guard !pools.isEmpty else { return [Permission(action, on: "*")] }
        return pools.map { Permission(action, on: "*", context: ["cognito-identity:IdentityPoolArn": [$0]]) }
    }

    static func keys(tags: [String: String]?) -> ConditionKeys {
        guard let tags, !tags.isEmpty else { return [:] }
        var keys: ConditionKeys = ["aws:TagKeys": tags.keys.sorted()]
        for (name, value) in tags { keys["aws:RequestTag/\(name)"] = [value] }
        return keys
    }
}
