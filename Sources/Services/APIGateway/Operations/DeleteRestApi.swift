import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    /// The API is gone with the answer; the sweep removes what was in it, which nothing leads to any more.
    func deleteRestApi(_ input: DeleteRestApiRequest, _ call: Call) async throws -> DeleteRestApiResponse {
        let id = input.restApiId
        try await store.write { transaction in
            let entry = try transaction.requireAPI(id, .rest, call)
            try transaction.requireUnmapped(id)
            try transaction.remove(try transaction.requireRESTAPI(id, call))
            try transaction.remove(entry)
            try transaction.discard(Resource.self, of: id)
            try transaction.discard(Authorizer.self, of: id)
            try transaction.discard(Stage.self, of: id)
            try transaction.discard(Deployment.self, of: id)
            try transaction.discard(GatewayResponse.self, of: id)
            try transaction.discard(RequestValidator.self, of: id)
            try transaction.discard(RESTSnapshot.self, of: id)
            try Discarded.add(Key(table: .restResourcesByParent).text(id), transaction)
        }
        return DeleteRestApiResponse()
    }
}
