import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// The mapping is gone as soon as what reads its stream has stopped.
    func deleteEventSourceMapping(
        _ input: DeleteEventSourceMappingRequest, _ call: Call
    ) async throws -> EventSourceMappingConfiguration {
        let key = EventSource.key(call.accountID, call.region, input.uuid)
        let (mapping, place) = try await store.write { transaction in
            guard var mapping = try transaction.find(EventSource.self, key) else { throw Self.noEventSource }
            mapping.isEnabled = false
            mapping.state = .deleting
            try transaction.save(mapping)
            return (mapping, try transaction.find(EventSourcePlace.self, EventSourcePlace.key(mapping.uuid)))
        }
        pollers.noteChange(of: mapping.uuid)
        return mapping.answer(place)
    }
}
