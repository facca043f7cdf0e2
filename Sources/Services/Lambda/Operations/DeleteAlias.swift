import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// Removes an alias with what hangs on it: its policy, its URL and how its events are invoked.
    func deleteAlias(_ input: DeleteAliasRequest, _ call: Call) async throws -> DeleteAliasResponse {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        try await store.write { transaction in
            var function = try transaction.require(address)
            // Deleting an alias that is not there is no error.
            guard let alias = try transaction.alias(input.name, of: function) else { return }
            try transaction.remove(alias)
            try transaction.removeBelongings(of: &function, alias.name)
        }
        return DeleteAliasResponse()
    }
}
