import LambdaModel
import PolicyEngine
import ServiceKit
import Storage

/// What operations need whose needs take looking up.
extension Lambda {
    func creating(_ input: CreateFunctionRequest, _ call: Call) async throws -> [Permission] {
        let arn = Self.arn(input.functionName, call)
        var own = try await ownPermission("lambda:CreateFunction", on: arn, tags: RequestedTags(input.tags))
        if let layers = input.layers, !layers.isEmpty { own.context["lambda:Layer"] = layers }
        return [own, Self.passing(input.role)] + (try await usingLayers(input.layers))
    }

    func updating(_ input: UpdateFunctionConfigurationRequest, _ call: Call) async throws -> [Permission] {
        var own = try await ownPermission("lambda:UpdateFunctionConfiguration", on: Self.arn(input.functionName, call))
        if let layers = input.layers, !layers.isEmpty { own.context["lambda:Layer"] = layers }
        return [own] + (input.role.map { [Self.passing($0)] } ?? []) + (try await usingLayers(input.layers))
    }

    private func usingLayers(_ arns: [String]?) async throws -> [Permission] {
        var permissions: [Permission] = []
        for arn in arns ?? [] { permissions.append(try await ownPermission("lambda:GetLayerVersion", on: arn)) }
        return permissions
    }

    private static func passing(_ role: String) -> Permission {
        Permission(
            "iam:PassRole", on: role, in: ARN(role)?.account, context: ["iam:PassedToService": [principal]])
    }

    func addingPermission(_ input: AddPermissionRequest, _ call: Call) async throws -> [Permission] {
        var own = try await ownPermission(
            "lambda:AddPermission", on: Self.arn(input.functionName, input.qualifier, call))
        own.context["lambda:Principal"] = [input.principal]
        if let type = input.functionUrlAuthType { own.context["lambda:FunctionUrlAuthType"] = [type.rawValue] }
        return [own]
    }

    /// Invoking is decided with the function's own policy, which may let other accounts in.
    func invoking(_ input: InvokeRequest, _ call: Call) async throws -> [Permission] {
        [try await ownPermission("lambda:InvokeFunction", on: Self.arn(input.functionName, input.qualifier, call))]
    }

    /// Who may make a URL open is told by what it is to become.
    func updatingURL(_ input: UpdateFunctionUrlConfigRequest, _ call: Call) async throws -> [Permission] {
        let action = "lambda:UpdateFunctionUrlConfig"
        guard let type = input.authType else {
            return try await urlPermission(action, input.functionName, input.qualifier, call)
        }
        return try await urlPermission(action, input.functionName, input.qualifier, authType: type, call)
    }

    /// Those of another account may be looked at by nobody, as long as no policy could say otherwise.
    func listingLayerVersions(_ input: ListLayerVersionsRequest, _ call: Call) async throws -> [Permission] {
        let address = LayerAddress(input.layerName, accountID: call.accountID, region: call.region)
        guard address.accountID != call.accountID else { return [Permission("lambda:ListLayerVersions", on: "*")] }
        return [Permission("lambda:ListLayerVersions", on: address.arn, in: address.accountID)]
    }
}
