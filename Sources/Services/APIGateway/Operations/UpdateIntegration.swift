import APIGatewayModel
import ServiceKit

extension APIGateway {
    private static let paths = [
        "/uri", "/httpMethod", "/credentials", "/passthroughBehavior", "/timeoutInMillis", "/connectionType",
        "/cacheNamespace", "/cacheKeyParameters/{name}", "/requestParameters/{name}", "/requestTemplates/{contentType}",
    ]

    func updateIntegration(_ input: UpdateIntegrationRequest, _ call: Call) async throws -> Integration {
        try await changeMethod(input.httpMethod, of: input.resourceId, in: input.restApiId, call) { method, _ in
            guard var integration = method.methodIntegration else {
                throw ServiceError.notFound("Invalid Integration identifier specified")
            }
            try Patch.apply(input.patchOperations, paths: Self.paths) { try integration.apply($0) }
            try integration.check()
            method.methodIntegration = integration
            return integration
        }
    }
}

extension Integration {
    fileprivate mutating func apply(_ step: PatchStep) throws -> Bool {
        let isRemoved = step.op == .remove
        switch step.parts.first {
        case "uri"?: uri = step.text
        case "httpMethod"?: httpMethod = step.text
        case "credentials"?: credentials = isRemoved || step.text.isEmpty ? nil : step.text
        case "passthroughBehavior"?: passthroughBehavior = step.text
        case "timeoutInMillis"?: timeoutInMillis = try step.int()
        case "connectionType"?: connectionType = ConnectionType(rawValue: step.text)
        case "cacheNamespace"?: cacheNamespace = step.text
        case "cacheKeyParameters"? where step.parts.count == 2:
            step.apply(to: &cacheKeyParameters, named: step.parts[1])
        case "requestParameters"? where step.parts.count == 2: step.apply(to: &requestParameters)
        case "requestTemplates"? where step.parts.count == 2: step.apply(to: &requestTemplates)
        default: return false
        }
        return true
    }
}
