import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func getAlias(_ input: GetAliasRequest, _ call: Call) async throws -> AliasConfiguration {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let alias = try await store.read { snapshot in
            try snapshot.function(address).flatMap { try snapshot.alias(input.name, of: $0) }
        }
        guard let alias else { throw ServiceError.notFound("Cannot find alias arn: \(address.arn):\(input.name)") }
        return configuration(of: alias, address)
    }
}
