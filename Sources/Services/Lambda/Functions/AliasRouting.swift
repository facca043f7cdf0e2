import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func configuration(of alias: FunctionAlias, _ address: FunctionAddress) -> AliasConfiguration {
        AliasConfiguration(
            aliasArn: address.arn + ":" + alias.name, name: alias.name, functionVersion: alias.version,
            description: alias.description,
            routingConfig: alias.weights.isEmpty
                ? nil : AliasRoutingConfiguration(additionalVersionWeights: alias.weights),
            revisionId: alias.revisionID)
    }
}

extension Snapshot {
    /// The versions that an alias is to lead to must be there, and two of them at most.
    func checkRouting(_ alias: FunctionAlias, _ address: FunctionAddress) throws {
        guard alias.weights.count <= 1 else {
            throw ServiceError.invalid("Number of items in AdditionalVersionWeights cannot be greater than 1")
        }
        guard alias.weights.values.allSatisfy({ (0...1).contains($0) }) else {
            let shown = alias.weights.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
            throw ServiceError.validation(
                "1 validation error detected: Value '{\(shown)}' at 'routingConfig.additionalVersionWeights' failed to satisfy "
                    + "constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, "
                    + "Member must have value greater than or equal to 0.0, Member must not be null]")
        }
        var qualified = address
        qualified.qualifier = alias.version
        guard let function = try function(address) else {
            throw ServiceError.functionNotFound(qualified.qualifiedARN)
        }
        if !alias.weights.isEmpty {
            guard alias.version != FunctionVersion.latest else {
                throw ServiceError(
                    "InvalidParameterValueException",
                    "$LATEST is not supported for an alias pointing to more than 1 version", status: 400)
            }
            guard alias.weights[alias.version] == nil else {
                throw ServiceError.invalid(
                    "Invalid function version \(alias.version). Function version \(alias.version) is already included in "
                        + "routing configuration.")
            }
        }
        for version in [alias.version] + alias.weights.keys.sorted() {
            guard try self.version(version, of: function) != nil else {
                qualified.qualifier = version
                throw ServiceError.functionNotFound(qualified.qualifiedARN)
            }
        }
    }
}
