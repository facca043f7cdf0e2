import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func getLayerVersionByArn(
        _ input: GetLayerVersionByArnRequest, _ call: Call
    ) async throws -> GetLayerVersionResponse {
        guard let address = LayerAddress(arn: input.arn), address.region == call.region,
            let version = try await store.read({ try $0.layerVersion(address) })
        else { throw Self.noLayer }
        return try answer(version, call)
    }
}
