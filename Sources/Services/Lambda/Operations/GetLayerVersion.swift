import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func getLayerVersion(_ input: GetLayerVersionRequest, _ call: Call) async throws -> GetLayerVersionResponse {
        let address = try layer(input.layerName, input.versionNumber, call)
        guard let version = try await store.read({ try $0.layerVersion(address) }) else { throw Self.noLayer }
        return try answer(version, call)
    }
}
