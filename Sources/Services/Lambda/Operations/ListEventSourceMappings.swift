import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    private static let mostMappings = 100

    func listEventSourceMappings(
        _ input: ListEventSourceMappingsRequest, _ call: Call
    ) async throws -> ListEventSourceMappingsResponse {
        let listing = EventSource.listing(call.accountID, call.region)
        let address = try input.functionName.map { try self.address($0, nil, call) }
        let scope =
            "ListEventSourceMappings \(listing.bytes) \(address?.qualifiedARN ?? "") \(input.eventSourceArn ?? "")"
        let start = try pageStart(input.marker, scope)
        let limit = min(input.maxItems ?? Self.mostMappings, Self.mostMappings)
        let (found, next) = try await store.read { snapshot in
            let page = try snapshot.list(EventSource.self, prefix: listing, from: start, limit: limit)
            let fitting = page.records.filter { mapping in
                (address == nil || mapping.function == address)
                    && (input.eventSourceArn == nil || mapping.sourceARN == input.eventSourceArn)
            }
            let found = try fitting.map { mapping in
                mapping.answer(try snapshot.find(EventSourcePlace.self, EventSourcePlace.key(mapping.uuid)))
            }
            return (found, page.next)
        }
        return ListEventSourceMappingsResponse(nextMarker: try marker(next, scope), eventSourceMappings: found)
    }
}
