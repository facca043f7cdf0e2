import FoundationEssentials
import ServiceKit
import Storage

extension Lambda {
    /// AWS's defaults: two more attempts after a failure, and none after six hours.
    private static let mostRetries = 2
    private static let longestAge: TimeInterval = 6 * 3600

    /// Runs a queued event.
    ///
    /// - Returns: what is to be tried later; nil where it is done, or given up.
    func attempt(_ event: QueuedEvent, at now: Date, retryAfter seconds: Int) async throws -> QueuedEvent? {
        guard let address = FunctionAddress(arn: event.address) else { return nil }
        let resolved = try await store.read { snapshot -> (Function, FunctionVersion, FunctionAlias?)? in
            do { return try snapshot.resolve(address) } catch is ServiceError { return nil }
        }
        guard let (function, version, alias) = resolved, function.incarnation == event.incarnation,
            now.timeIntervalSince(event.acceptedAt) <= Self.longestAge
        else { return nil }
        let chosen = try await chosen(version, of: function, alias)
        do {
            let result = try await run(
                function, chosen,
                FunctionEvent(requestID: event.requestID, payload: event.payload, invokedARN: event.address))
            guard result.functionError != nil else { return nil }
            guard event.attempts < Self.mostRetries else { return nil }
            return event.again(at: now.addingTimeInterval(Double(seconds * (event.attempts + 1))), countsAttempt: true)
        } catch is ServiceError {
            // Throttled, or not to be run just now: that counts as no attempt, and is tried again for as long as it may wait.
            let pause = min(300, Double(1 << min(8, Int(now.timeIntervalSince(event.acceptedAt) / 30))))
            return event.again(at: now.addingTimeInterval(pause), countsAttempt: false)
        }
    }
}

extension QueuedEvent {
    fileprivate func again(at time: Date, countsAttempt: Bool) -> QueuedEvent {
        var event = self
        event.dueAt = time
        if countsAttempt { event.attempts += 1 }
        return event
    }
}
