import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func getEventSourceMapping(
        _ input: GetEventSourceMappingRequest, _ call: Call
    ) async throws -> EventSourceMappingConfiguration {
        guard let (mapping, place) = try await eventSource(input.uuid, call) else { throw Self.noEventSource }
        return mapping.answer(place)
    }
}
