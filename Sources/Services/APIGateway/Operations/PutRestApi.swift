import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func putRestApi(_ input: PutRestApiRequest, _ call: Call) async throws -> RestApi {
        let imported = try imported(input.body, input.parameters, failing: input.failOnWarnings)
        let mode = input.mode ?? .merge
        guard mode == .merge || mode == .overwrite else {
            throw ServiceError.badRequest("Invalid mode specified. Must be one of [merge, overwrite]")
        }
        let policy = try await RESTAPIPolicy.stored(imported.policy, of: input.restApiId, call, self)
        let ids = (0..<imported.mostResources).map { _ in newID(6) }
        return try await change(input.restApiId, call) { transaction, record in
            var record = record
            if let policy { record.policy = policy }
            try transaction.put(imported, into: &record, overwriting: mode == .overwrite, ids: ids)
            return record.shown(imported, withTags: true)
        }
    }
}
