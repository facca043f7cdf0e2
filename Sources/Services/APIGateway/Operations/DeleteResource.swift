import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func deleteResource(_ input: DeleteResourceRequest, _ call: Call) async throws -> DeleteResourceResponse {
        try await change(input.restApiId, call) { transaction, record in
            let resource = try transaction.requireResource(input.resourceId, of: record.id)
            guard resource.id != record.rootID else {
                throw ServiceError.badRequest("Resource is the root resource and cannot be deleted")
            }
            var waiting = [resource]
            while let next = waiting.popLast() {
                waiting += try transaction.list(
                    Stored<Resource>.self, index: Resource.below(record.id, next.partID), limit: APILimits.mostParts
                ).records.map(\.part)
                try transaction.remove(next, in: record.id)
            }
        }
        return DeleteResourceResponse()
    }
}
