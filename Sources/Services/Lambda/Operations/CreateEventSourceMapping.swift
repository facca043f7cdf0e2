import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func createEventSourceMapping(
        _ input: CreateEventSourceMappingRequest, _ call: Call
    ) async throws -> EventSourceMappingConfiguration {
        let source = try Self.checkSource(input.eventSourceArn)
        guard let position = input.startingPosition else {
            throw ServiceError.invalid(
                "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be "
                    + "null.")
        }
        guard position != .atTimestamp, input.startingPositionTimestamp == nil else {
            throw ServiceError.invalid("Unsupported starting position for arn type: \(source)")
        }
        try Self.checkParallel(input.parallelizationFactor, input.tumblingWindowInSeconds)
        let filters = try Self.filters(input.filterCriteria)
        if let tags = input.tags, tags.count > Self.mostTags {
            throw ServiceError.invalid("Number of tags exceeds resource tag limit.")
        }
        let address = try self.address(input.functionName, nil, call)
        try Self.checkIsOwn(address, call)
        try await checkFunction(address, reading: source, call)
        let onFailure = try await checkOnFailure(input.destinationConfig, of: address, call)
        let last = try await startingPlace(of: source, position)
        let settings = EventSourceSettings(
            batchSize: input.batchSize ?? 100, window: input.maximumBatchingWindowInSeconds ?? 0,
            longestAge: input.maximumRecordAgeInSeconds ?? -1, mostRetries: input.maximumRetryAttempts ?? -1,
            bisects: input.bisectBatchOnFunctionError ?? false,
            reportsItems: input.functionResponseTypes?.isEmpty == false, filters: filters, onFailure: onFailure)
        let mapping = EventSource(
            accountID: call.accountID, region: call.region, uuid: newRevision(), functionName: address.name,
            qualifier: address.qualifier, sourceARN: source, startingPosition: position.rawValue, settings: settings,
            isEnabled: input.enabled ?? true, state: .creating, modifiedAt: call.time, tags: input.tags ?? [:])
        let place = EventSourcePlace(uuid: mapping.uuid, last: last)
        try await store.write { transaction in
            try transaction.checkIsNew(mapping)
            try transaction.save(mapping)
            try transaction.save(place)
        }
        pollers.noteChange(of: mapping.uuid)
        return mapping.answer(place)
    }

    private func startingPlace(of stream: String, _ position: EventSourcePosition) async throws -> String? {
        do {
            guard position == .latest else {
                _ = try await streams.changes(of: stream, after: nil, limit: 1)
                return nil
            }
            return try await streams.lastChange(of: stream)
        } catch let refusal as ServiceError where refusal.status < 500 {
            throw ServiceError.invalid("Stream not found: \(stream)")
        }
    }
}

extension Transaction {
    private func sameSource(as mapping: EventSource) throws -> EventSource? {
        let listing = EventSource.listing(mapping.accountID, mapping.region)
        return try list(EventSource.self, prefix: listing, limit: mostEventSources).records.first {
            $0.uuid != mapping.uuid && $0.sourceARN == mapping.sourceARN && $0.functionName == mapping.functionName
        }
    }

    /// A stream is given to a function once.
    func checkIsNew(_ mapping: EventSource) throws {
        guard let other = try sameSource(as: mapping) else { return }
        throw ServiceError.conflict(
            "The event source arn (\" \(mapping.sourceARN) \") and function (\" \(mapping.functionName) \") provided mapping "
                + "already exists. Please update or delete the existing mapping with UUID \(other.uuid)")
    }
}

private let mostEventSources = 10_000
