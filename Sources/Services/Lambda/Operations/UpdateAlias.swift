import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func updateAlias(_ input: UpdateAliasRequest, _ call: Call) async throws -> AliasConfiguration {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let revision = newRevision()
        let alias = try await store.write { transaction in
            guard let function = try transaction.function(address),
                var alias = try transaction.alias(input.name, of: function)
            else { throw ServiceError.notFound("Alias not found: \(address.arn):\(input.name)") }
            if let wanted = input.revisionId, wanted != alias.revisionID { throw ServiceError.revisionMismatch }
            if let version = input.functionVersion { alias.version = version }
            if let description = input.description { alias.description = description }
            if let routing = input.routingConfig { alias.weights = routing.additionalVersionWeights ?? [:] }
            try transaction.checkRouting(alias, address)
            alias.revisionID = revision
            try transaction.save(alias)
            return alias
        }
        return configuration(of: alias, address)
    }
}
