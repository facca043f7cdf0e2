import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func updateEventSourceMapping(
        _ input: UpdateEventSourceMappingRequest, _ call: Call
    ) async throws -> EventSourceMappingConfiguration {
        guard let (standing, _) = try await eventSource(input.uuid, call) else { throw Self.noEventSource }
        try Self.checkParallel(input.parallelizationFactor, input.tumblingWindowInSeconds)
        let filters = try input.filterCriteria.map { try Self.filters($0) }
        let address = try input.functionName.map { try self.address($0, nil, call) } ?? standing.function
        try Self.checkIsOwn(address, call)
        if input.functionName != nil { try await checkFunction(address, reading: standing.sourceARN, call) }
        let onFailure = try await checkOnFailure(input.destinationConfig, of: address, call)
        let key = standing.key
        let (mapping, place) = try await store.write { transaction in
            guard var mapping = try transaction.find(EventSource.self, key), mapping.state != .deleting else {
                throw Self.noEventSource
            }
            (mapping.functionName, mapping.qualifier) = (address.name, address.qualifier)
            mapping.settings.apply(input)
            if let filters { mapping.settings.filters = filters }
            if input.destinationConfig != nil { mapping.settings.onFailure = onFailure }
            mapping.state = .updating
            if let isEnabled = input.enabled, isEnabled != mapping.isEnabled {
                mapping.isEnabled = isEnabled
                mapping.state = isEnabled ? .enabling : .disabling
            }
            mapping.modifiedAt = call.time
            try transaction.checkIsNew(mapping)
            try transaction.save(mapping)
            return (mapping, try transaction.find(EventSourcePlace.self, EventSourcePlace.key(mapping.uuid)))
        }
        pollers.noteChange(of: mapping.uuid)
        return mapping.answer(place)
    }
}

extension EventSourceSettings {
    fileprivate mutating func apply(_ input: UpdateEventSourceMappingRequest) {
        if let value = input.batchSize { batchSize = value }
        if let value = input.maximumBatchingWindowInSeconds { window = value }
        if let value = input.maximumRecordAgeInSeconds { longestAge = value }
        if let value = input.maximumRetryAttempts { mostRetries = value }
        if let value = input.bisectBatchOnFunctionError { bisects = value }
        if let value = input.functionResponseTypes { reportsItems = !value.isEmpty }
    }
}
