import FoundationEssentials
import ServiceKit
import Storage

extension Lambda {
    /// AWS's defaults: two more attempts after a failure, and none after six hours.
    private static let mostRetries = 2
    static let longestAge: TimeInterval = 6 * 3600

    private struct Target: Sendable {
        var function: Function
        var version: FunctionVersion
        var alias: FunctionAlias?
        var config: EventInvokeConfig?
    }

    /// Runs a queued event, or hands on what came of one.
    ///
    /// - Returns: what is to be tried later, or to be handed on; nil where it is done, or given up.
    func attempt(_ event: QueuedEvent, at now: Date, retryAfter seconds: Int) async throws -> QueuedEvent? {
        if let delivery = event.delivery { return try await deliver(event, delivery, at: now) }
        guard let address = FunctionAddress(arn: event.address), let target = try await target(of: event, address)
        else { return nil }
        let age = target.config?.longestAge.map { TimeInterval($0) } ?? Self.longestAge
        guard now.timeIntervalSince(event.acceptedAt) <= age else {
            return followUp(event, target, .tooOld, nil, by: target.version, at: now)
        }
        guard target.function.reservedConcurrency != 0 else {
            return followUp(event, target, .noConcurrency, nil, by: target.version, at: now)
        }
        let chosen = try await chosen(target.version, of: target.function, target.alias)
        do {
            let result = try await run(
                target.function, chosen,
                FunctionEvent(requestID: event.requestID, payload: event.payload, invokedARN: event.address))
            var done = event
            done.attempts += 1
            guard result.functionError != nil else {
                return followUp(done, target, .success, result, by: chosen, at: now)
            }
            guard event.attempts < target.config?.mostRetries ?? Self.mostRetries else {
                return followUp(done, target, .retriesExhausted, result, by: chosen, at: now)
            }
            return event.again(at: now.addingTimeInterval(Double(seconds * (event.attempts + 1))))
        } catch is ServiceError {
            // Throttled, or not to be run just now: that counts as no attempt, and is tried again for as long as it may wait.
            let pause = min(300, Double(1 << min(8, Int(now.timeIntervalSince(event.acceptedAt) / 30))))
            return event.again(at: now.addingTimeInterval(pause), countsAttempt: false)
        }
    }

    private func target(of event: QueuedEvent, _ address: FunctionAddress) async throws -> Target? {
        try await store.read { snapshot in
            do {
                let (function, version, alias) = try snapshot.resolve(address)
                guard function.incarnation == event.incarnation else { return nil }
                let key = EventInvokeConfig.key(function.incarnation, address.eventQualifier)
                return Target(
                    function: function, version: version, alias: alias,
                    config: try snapshot.find(EventInvokeConfig.self, key))
            } catch is ServiceError { return nil }
        }
    }

    /// The record for the destination, which takes the event's place on the disk.
    private func followUp(
        _ event: QueuedEvent, _ target: Target, _ condition: InvocationRecord.Condition, _ result: FunctionResult?,
        by version: FunctionVersion, at now: Date
    ) -> QueuedEvent? {
        let destination = condition == .success ? target.config?.onSuccess : target.config?.onFailure
        guard let destination, let address = FunctionAddress(arn: event.address) else { return nil }
        let record = InvocationRecord(
            requestID: event.requestID, functionARN: address.arn + ":" + address.eventQualifier,
            condition: condition, runs: event.attempts, payload: event.payload, executedVersion: version.number,
            result: result)
        var next = event
        next.dueAt = now
        next.acceptedAt = now
        next.attempts = 0
        next.payload = record.document(at: now)
        next.delivery = QueuedEvent.Delivery(
            target: destination, roleARN: version.roleARN, folder: "async/\(address.name)/")
        return next
    }
}

extension QueuedEvent {
    func again(at time: Date, countsAttempt: Bool = true) -> QueuedEvent {
        var event = self
        event.dueAt = time
        if countsAttempt { event.attempts += 1 }
        return event
    }
}
