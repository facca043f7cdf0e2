import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    /// Puts what a document says in the place of what the API was; stages that deploy by themselves follow.
    func reimportApi(_ input: ReimportApiRequest, _ call: Call) async throws -> Api {
        let imported = try imported(input.body, input.basepath, failing: input.failOnWarnings)
        return try await change(input.apiId, call) { transaction in
            var record = try transaction.requireHTTPAPI(input.apiId, call)
            record.api = imported.api(over: record.api)
            try transaction.save(record)
            try transaction.put(imported, in: input.apiId)
            return imported.shown(record.api)
        }
    }
}
