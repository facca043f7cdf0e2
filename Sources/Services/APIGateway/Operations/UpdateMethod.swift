import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    private static let paths = [
        "/authorizationType", "/authorizerId", "/apiKeyRequired", "/operationName", "/requestValidatorId",
        "/requestParameters/{name}", "/requestModels/{contentType}", "/authorizationScopes",
    ]

    func updateMethod(_ input: UpdateMethodRequest, _ call: Call) async throws -> Method {
        try await changeMethod(input.httpMethod, of: input.resourceId, in: input.restApiId, call) {
            method, transaction in
            try Patch.apply(input.patchOperations, paths: Self.paths) { try method.apply($0) }
            try method.check(in: input.restApiId, transaction)
            return method
        }
    }
}

extension Method {
    fileprivate mutating func apply(_ step: PatchStep) throws -> Bool {
        let isRemoved = step.op == .remove
        switch step.parts.first {
        case "authorizationType"?: authorizationType = step.text
        case "authorizerId"?: authorizerId = isRemoved || step.text.isEmpty ? nil : step.text
        case "apiKeyRequired"?: apiKeyRequired = try step.bool()
        case "operationName"?: operationName = isRemoved ? nil : step.text
        case "requestValidatorId"?: requestValidatorId = isRemoved || step.text.isEmpty ? nil : step.text
        case "requestParameters"? where step.parts.count == 2:
            var parameters = requestParameters ?? [:]
            parameters[step.parts[1]] = isRemoved ? nil : step.value == nil ? false : try step.bool()
            requestParameters = parameters
        case "requestModels"? where step.parts.count == 2: step.apply(to: &requestModels)
        case "authorizationScopes"?:
            step.apply(to: &authorizationScopes, named: step.parts.dropFirst().last ?? step.text)
        default: return false
        }
        return true
    }
}
