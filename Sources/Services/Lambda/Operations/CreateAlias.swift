import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// AWS has no quota of aliases; this is as many as deleting a version looks through.
    private static let mostAliases = 1000

    func createAlias(_ input: CreateAliasRequest, _ call: Call) async throws -> AliasConfiguration {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let revision = newRevision()
        let alias = try await store.write { transaction in
            var alias = FunctionAlias(
                incarnation: 0, name: input.name, description: input.description ?? "",
                version: input.functionVersion, weights: input.routingConfig?.additionalVersionWeights ?? [:],
                revisionID: revision)
            try transaction.checkRouting(alias, address)
            let function = try transaction.require(address)
            alias.incarnation = function.incarnation
            guard try transaction.alias(alias.name, of: function) == nil else {
                throw ServiceError.conflict("Alias already exists: \(address.arn):\(alias.name)")
            }
            let listing = FunctionAlias.listing(function.incarnation)
            let standing = try transaction.list(FunctionAlias.self, prefix: listing, limit: Self.mostAliases).records
            guard standing.count < Self.mostAliases else {
                throw ServiceError.invalid("A function has \(Self.mostAliases) aliases here at most.")
            }
            try transaction.save(alias)
            return alias
        }
        return configuration(of: alias, address)
    }
}
