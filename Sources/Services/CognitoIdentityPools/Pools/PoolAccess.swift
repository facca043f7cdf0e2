import ServiceKit
import Storage

extension CognitoIdentityPools {
    func accountID(_ call: Call) -> String { call.caller.accountID ?? accounts.standard.id }

    /// The ARN that policies name: the pool of that id in the caller's account and region.
    func poolARN(_ id: String, _ call: Call) -> String {
        IdentityPool.arn(id, accountID: accountID(call), region: call.region)
    }

    /// The pool that a signed call names.
    func pool(_ id: String, _ call: Call, _ snapshot: any Snapshot) throws -> IdentityPool {
        guard let pool = try snapshot.find(IdentityPool.self, IdentityPool.key(id)),
            pool.accountID == accountID(call), pool.region == call.region
        else { throw ServiceError.noIdentityPool(id) }
        return pool
    }

    /// The pool of a resource ARN in a tagging call.
    func pool(arn: String, _ call: Call, _ snapshot: any Snapshot) throws -> IdentityPool {
        guard let name = ARN(arn), name.service == "cognito-identity",
            name.resource.hasPrefix(IdentityPool.resourcePrefix)
        else { throw ServiceError.invalidParameter("Invalid ARN: \(arn)") }
        let id = String(name.resource.dropFirst(IdentityPool.resourcePrefix.count))
        let pool = try pool(id, call, snapshot)
        guard pool.arn == arn else { throw ServiceError.noIdentityPool(id) }
        return pool
    }

    /// Where a paging token says to go on.
    func position(_ token: String?, _ scope: String) throws -> [UInt8]? {
        guard let token else { return nil }
        guard let key = paging.key(of: token, scope: scope) else { throw ServiceError.invalidPagingToken }
        return key
    }

    func token(_ next: [UInt8]?, _ scope: String) throws -> String? {
        try next.map { try paging.token(for: $0, scope: scope) }
    }
}
