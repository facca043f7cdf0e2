import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// Gives a batch to the function until it has dealt with all of it, or it is given up.
struct BatchRun {
    let poller: EventSourcePoller
    let mapping: EventSource
    let batch: StreamBatch

    private var lambda: Lambda { poller.lambda }
    private var settings: EventSourceSettings { mapping.settings }

    static let failed = "PROBLEM: Function call failed"

    private struct Run {
        var requestID: String
        var version: FunctionVersion
        var result: FunctionResult
    }

    func perform() async throws {
        let changes = lambda.pollers.changes(of: mapping.uuid)
        var pending = [batch.records]
        var runs = 0
        while let records = pending.first, !Task.isCancelled {
            // A mapping that was changed is read again; what was not dealt with comes again then.
            guard lambda.pollers.changes(of: mapping.uuid) == changes else { return }
            let old = tooOld(records)
            if old > 0 {
                try await giveUp(Array(records[..<old]), .tooOld, runs: runs, nil, isLast: pending.count == 1)
                Self.replace(&pending, records, from: old)
                runs = 0
                continue
            }
            guard let run = try await run(records) else {
                await lambda.pollers.pause(Self.pause(after: runs), unless: mapping.uuid)
                continue
            }
            guard !Task.isCancelled else { return }
            runs += 1
            switch BatchOutcome(run.result, records, reportsItems: settings.reportsItems) {
            case .done:
                try await poller.move(to: place(behind: records, isLast: pending.count == 1), "OK")
                pending.removeFirst()
                runs = 0
            case .failed(let index):
                if index > 0 { try await poller.move(to: StreamBatch.number(of: records[index - 1]), Self.failed) }
                let rest = Array(records[index...])
                pending[0] = rest
                if settings.bisects, rest.count > 1 {
                    let middle = rest.count / 2
                    pending.replaceSubrange(0..<1, with: [Array(rest[..<middle]), Array(rest[middle...])])
                    runs = 0
                } else if settings.mostRetries >= 0, runs > settings.mostRetries {
                    try await giveUp(rest, .retriesExhausted, runs: runs, run, isLast: pending.count == 1)
                    pending.removeFirst()
                    runs = 0
                } else {
                    try await poller.move(to: nil, Self.failed)
                    await lambda.pollers.pause(Self.pause(after: runs), unless: mapping.uuid)
                }
            }
        }
    }

    /// Nil where it could not be run just now.
    private func run(_ records: [JSONValue]) async throws -> Run? {
        let address = mapping.function
        do {
            let (function, version, alias) = try await lambda.store.read { try $0.resolve(address) }
            let chosen = try await lambda.chosen(version, of: function, alias)
            let requestID = lambda.newRevision()
            let result = try await lambda.run(
                function, chosen,
                FunctionEvent(
                    requestID: requestID, payload: StreamBatch.event(records, mapping.sourceARN),
                    invokedARN: address.qualifiedARN))
            return Run(requestID: requestID, version: chosen, result: result)
        } catch let refusal as ServiceError {
            try await poller.move(to: nil, "PROBLEM: " + refusal.message)
            return nil
        }
    }

    private static func replace(_ pending: inout [[JSONValue]], _ records: [JSONValue], from index: Int) {
        if index < records.count { pending[0] = Array(records[index...]) } else { pending.removeFirst() }
    }

    /// How many changes at the beginning are too old to be given.
    private func tooOld(_ records: [JSONValue]) -> Int {
        guard settings.longestAge >= 0 else { return 0 }
        let oldest = lambda.clock.now.addingTimeInterval(-Double(settings.longestAge))
        return records.prefix { record in StreamBatch.time(of: record).map { $0 < oldest } ?? false }.count
    }

    private static func pause(after runs: Int) -> Duration { .milliseconds(500) * (1 << min(7, max(0, runs - 1))) }

    /// Behind the last of a batch stand changes that did not match; they are dealt with, too.
    private func place(behind records: [JSONValue], isLast: Bool) -> String? {
        isLast ? batch.through : records.last.flatMap(StreamBatch.number)
    }

    private func giveUp(
        _ records: [JSONValue], _ condition: StreamFailureRecord.Condition, runs: Int, _ run: Run?, isLast: Bool
    ) async throws {
        var delivery: QueuedEvent?
        if let target = settings.onFailure {
            let address = mapping.function
            let role = try await lambda.role(of: address)
            let record = StreamFailureRecord(
                requestID: run?.requestID ?? lambda.newRevision(), functionARN: address.qualifiedARN,
                condition: condition, runs: runs, executedVersion: run?.version.number ?? "", result: run?.result,
                records: records, shardID: batch.shardID, streamARN: mapping.sourceARN)
            if let role {
                delivery = lambda.queue.delivery(
                    of: record.document(at: lambda.clock.now), about: address,
                    QueuedEvent.Delivery(
                        target: target, roleARN: role, folder: "\(mapping.uuid)/\(batch.shardID)/"),
                    at: lambda.clock.now)
            }
        }
        let isAll = isLast && records.last == batch.records.last
        try await poller.move(to: place(behind: records, isLast: isAll), Self.failed, telling: delivery)
    }
}
