import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    /// The API is gone with the answer; the sweep removes what was in it, which nothing leads to any more.
    func deleteApi(_ input: DeleteApiRequest, _ call: Call) async throws -> DeleteApiResponse {
        try await store.write { transaction in
            let entry = try transaction.requireAPI(input.apiId, .http, call)
            try transaction.requireUnmapped(input.apiId)
            try transaction.remove(try transaction.requireHTTPAPI(input.apiId, call))
            try transaction.remove(entry)
            try transaction.discard(Route.self, of: input.apiId)
            try transaction.discard(Integration.self, of: input.apiId)
            try transaction.discard(Authorizer.self, of: input.apiId)
            try transaction.discard(Stage.self, of: input.apiId)
            try transaction.discard(Deployment.self, of: input.apiId)
            try transaction.discard(HTTPSnapshot.self, of: input.apiId)
            try Discarded.add(Key(table: .httpRoutesByKey).text(input.apiId), transaction)
        }
        return DeleteApiResponse()
    }
}

extension Transaction {
    func discard<Part: APIPart>(_ type: Part.Type, of apiID: String) throws {
        try Discarded.add(Stored<Part>.listing(apiID), self)
    }
}
