import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    private static let mostVersions = 50

    /// The versions of a layer, the newest first; none where there is no such layer.
    func listLayerVersions(_ input: ListLayerVersionsRequest, _ call: Call) async throws -> ListLayerVersionsResponse {
        let address = LayerAddress(input.layerName, accountID: call.accountID, region: call.region)
        let scope = "ListLayerVersions \(address.arn)"
        let start = try pageStart(input.marker, scope)
        let limit = min(input.maxItems ?? Self.mostVersions, Self.mostVersions)
        let page = try await store.read {
            try $0.list(LayerVersion.self, prefix: LayerVersion.listing(address), from: start, limit: limit)
        }
        let fitting = page.records.filter {
            $0.fits(input.compatibleRuntime?.rawValue, input.compatibleArchitecture?.rawValue)
        }
        return ListLayerVersionsResponse(
            nextMarker: try marker(page.next, scope), layerVersions: fitting.map(\.item))
    }
}
