import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    private static let mostLayersAPage = 50
    /// So many of a layer's versions are looked through for one that fits.
    private static let mostVersionsLookedAt = 1000

    /// The caller's layers, each with the newest of its versions that fits.
    func listLayers(_ input: ListLayersRequest, _ call: Call) async throws -> ListLayersResponse {
        let listing = LayerName.listing(call.accountID, call.region)
        let scope = "ListLayers \(listing.bytes)"
        let start = try pageStart(input.marker, scope)
        let limit = min(input.maxItems ?? Self.mostLayersAPage, Self.mostLayersAPage)
        let (runtime, architecture) = (input.compatibleRuntime?.rawValue, input.compatibleArchitecture?.rawValue)
        let (layers, next) = try await store.read { snapshot in
            let page = try snapshot.list(LayerName.self, prefix: listing, from: start, limit: limit)
            let layers = try page.records.compactMap { layer -> LayersListItem? in
                let address = LayerAddress(accountID: layer.accountID, region: layer.region, name: layer.name)
                let versions = try snapshot.list(
                    LayerVersion.self, prefix: LayerVersion.listing(address),
                    limit: runtime == nil && architecture == nil ? 1 : Self.mostVersionsLookedAt)
                guard let newest = versions.records.first(where: { $0.fits(runtime, architecture) }) else { return nil }
                return LayersListItem(
                    layerName: layer.name, layerArn: layer.arn, latestMatchingVersion: newest.item)
            }
            return (layers, page.next)
        }
        return ListLayersResponse(nextMarker: try marker(next, scope), layers: layers)
    }
}
