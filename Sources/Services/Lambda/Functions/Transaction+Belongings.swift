import ServiceKit
import Storage

private let mostRows = 10_000

/// What hangs on a function beside its versions.
extension Transaction {
    /// Saves a configuration where the function, version or alias is still there.
    func save(_ config: EventInvokeConfig, of address: FunctionAddress) throws {
        do {
            guard try resolve(address).function.incarnation == config.incarnation else { throw Lambda.noEventFunction }
        } catch is ServiceError { throw Lambda.noEventFunction }
        try save(config)
    }

    /// Removes what belongs to a function that goes.
    func removeBelongings(of function: Function) throws {
        for url in try list(FunctionURL.self, prefix: FunctionURL.listing(function.incarnation), limit: mostRows)
            .records
        {
            try remove(url)
        }
        for prefix in [EventInvokeConfig.listing(function.incarnation).bytes] {
            _ = try deleteRange(from: prefix, to: prefix.prefixSuccessor, limit: mostRows)
        }
    }

    /// Removes what belongs to a version or an alias that goes.
    func removeBelongings(of function: inout Function, _ qualifier: String) throws {
        try delete(EventInvokeConfig.key(function.incarnation, qualifier).bytes)
        if let url = try find(FunctionURL.self, FunctionURL.key(function.incarnation, qualifier)) { try remove(url) }
        guard function.policies.removeValue(forKey: qualifier) != nil else { return }
        try save(function)
    }
}
