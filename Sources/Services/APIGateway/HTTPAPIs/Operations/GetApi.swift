import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func getApi(_ input: GetApiRequest, _ call: Call) async throws -> Api {
        try await read(input.apiId, call) { try $0.requireHTTPAPI(input.apiId, call).api }
    }
}

extension Snapshot {
    func requireHTTPAPI(_ id: String, _ call: Call) throws -> HTTPAPIRecord {
        guard let record = try find(HTTPAPIRecord.self, HTTPAPIRecord.key(id)) else { throw APIEntry.absent(id, call) }
        return record
    }
}
