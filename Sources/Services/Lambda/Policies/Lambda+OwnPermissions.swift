import PolicyEngine
import ServiceKit
import Storage
import Wire

/// Operations name functions and layers by ARNs too, which may be another account's: then only the resource's own policy
/// lets anybody in.
extension Lambda {
    /// Takes the place of ServiceKit's function of this name for all operations of Lambda.
    func signed<Input: OperationInput>(
        _ perform: @escaping @Sendable (Input, Call) async throws -> Input.Output, allows action: String,
        on resource: @escaping @Sendable (Input, Call) -> String,
        tags: (@Sendable (Input) -> RequestedTags)? = nil, bodyLimit: Int = BodyLimit.standard
    ) -> Operation {
        signed(
            perform,
            needs: { input, call in
                [try await ownPermission(action, on: resource(input, call), tags: tags?(input))]
            }, bodyLimit: bodyLimit)
    }

    /// An action on a resource, with whose it is, its tags and its policy.
    func ownPermission(
        _ action: String, on arn: String, tags requested: RequestedTags? = nil
    ) async throws -> Permission {
        var own = try await permission(action, on: arn, tags: requested)
        guard let parsed = ARN(arn), !parsed.account.isEmpty else { return own }
        own.resourceAccount = parsed.account
        if let policy = try await policy(ofResource: arn) { own.resourcePolicy = NamedPolicy("policy", policy) }
        return own
    }

    private func policy(ofResource arn: String) async throws -> PolicyDocument? {
        if let address = FunctionAddress(arn: arn) {
            return try await store.read {
                try $0.function(address)?.policies[address.qualifier ?? ""]?.document()
            }
        }
        guard let address = LayerAddress(arn: arn), address.version != nil else { return nil }
        return try await store.read { try $0.layerVersion(address)?.policy?.stored.compiled() }
    }
}
