import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getResource(_ input: GetResourceRequest, _ call: Call) async throws -> Resource {
        let isWhole = input.embed?.contains("methods") == true
        return try await read(input.restApiId, call) {
            try $0.requireResource(input.resourceId, of: input.restApiId).shown(withMethods: isWhole)
        }
    }
}

extension Resource {
    /// Without its methods only their names are told.
    func shown(withMethods: Bool) -> Resource {
        guard !withMethods else { return self }
        var resource = self
        resource.resourceMethods = resourceMethods?.mapValues { _ in Method() }
        return resource
    }
}
