import LambdaModel
import PolicyEngine
import ServiceKit
import Storage

/// What operations need whose needs take looking up.
extension Lambda {
    func creating(_ input: CreateFunctionRequest, _ call: Call) async throws -> [Permission] {
        let arn = Self.arn(input.functionName, call)
        var own = try await permission("lambda:CreateFunction", on: arn, tags: RequestedTags(input.tags))
        if let layers = input.layers, !layers.isEmpty { own.context["lambda:Layer"] = layers }
        var permissions = [own, Self.passing(input.role)]
        for layer in input.layers ?? [] { permissions.append(Permission("lambda:GetLayerVersion", on: layer)) }
        return permissions
    }

    func updating(_ input: UpdateFunctionConfigurationRequest, _ call: Call) async throws -> [Permission] {
        var own = try await permission("lambda:UpdateFunctionConfiguration", on: Self.arn(input.functionName, call))
        if let layers = input.layers, !layers.isEmpty { own.context["lambda:Layer"] = layers }
        var permissions = [own]
        if let role = input.role { permissions.append(Self.passing(role)) }
        for layer in input.layers ?? [] { permissions.append(Permission("lambda:GetLayerVersion", on: layer)) }
        return permissions
    }

    private static func passing(_ role: String) -> Permission {
        Permission("iam:PassRole", on: role, context: ["iam:PassedToService": [principal]])
    }

    func addingPermission(_ input: AddPermissionRequest, _ call: Call) async throws -> [Permission] {
        var own = try await permission(
            "lambda:AddPermission", on: Self.arn(input.functionName, input.qualifier, call))
        own.context["lambda:Principal"] = [input.principal]
        if let type = input.functionUrlAuthType { own.context["lambda:FunctionUrlAuthType"] = [type.rawValue] }
        return [own]
    }

    /// Invoking is decided with the function's own policy, which may let other accounts in.
    func invoking(_ input: InvokeRequest, _ call: Call) async throws -> [Permission] {
        [try await invokePermission(Self.arn(input.functionName, input.qualifier, call))]
    }

    func invokePermission(_ arn: String) async throws -> Permission {
        var own = try await permission("lambda:InvokeFunction", on: arn)
        guard let address = FunctionAddress(arn: arn) else { return own }
        own.resourceAccount = address.accountID
        if let policy = try await policy(of: address) { own.resourcePolicy = NamedPolicy("policy", policy) }
        return own
    }

    private func policy(of address: FunctionAddress) async throws -> PolicyDocument? {
        try await store.read { try $0.function(address)?.policies[address.qualifier ?? ""]?.stored.compiled() }
    }
}
