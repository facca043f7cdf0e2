import FoundationEssentials
import Logging
import PolicyEngine
import ServiceKit
import Storage
import Wire

/// Reads one stream and gives its changes to a function, batch after batch, in their order.
struct EventSourcePoller {
    let lambda: Lambda
    let key: Key
    let uuid: String
    let logger: Logger

    private static let shortestPause = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(1)
    private static let pauseAfterProblem = Duration.seconds(5)
    private static let pageSize = 1000

    /// Until the mapping is turned off or deleted, or the server stops.
    func run() async {
        var pause = Self.shortestPause
        while !Task.isCancelled {
            do {
                guard let mapping = try await takenUp() else { return }
                let place = try await place()
                let isBusy = try await goOn(mapping, place)
                pause = isBusy ? Self.shortestPause : min(Self.longestPause, pause * 2)
                if !isBusy { await lambda.pollers.pause(pause, unless: uuid) }
            } catch let problem as EventSourceProblem {
                await note(problem.text)
                await lambda.pollers.pause(Self.pauseAfterProblem, unless: uuid)
            } catch {
                guard !Task.isCancelled else { return }
                logger.error("an event source cannot go on", metadata: ["mapping": "\(uuid)", "error": "\(error)"])
                await lambda.pollers.pause(Self.pauseAfterProblem, unless: uuid)
            }
        }
    }

    /// The mapping where there is something to do, its state being what it was on its way to.
    private func takenUp() async throws -> EventSource? {
        guard let mapping = try await lambda.store.read({ try $0.find(EventSource.self, key) }) else { return nil }
        guard mapping.state.isPassing else { return mapping.isEnabled ? mapping : nil }
        return try await lambda.store.write { [key, uuid] transaction in
            guard var mapping = try transaction.find(EventSource.self, key) else { return nil }
            guard mapping.state != .deleting else {
                try transaction.remove(mapping)
                try transaction.delete(EventSourcePlace.key(uuid).bytes)
                return nil
            }
            mapping.state = mapping.isEnabled ? .enabled : .disabled
            try transaction.save(mapping)
            return mapping.isEnabled ? mapping : nil
        }
    }

    private func place() async throws -> EventSourcePlace {
        try await lambda.store.read { [uuid] in try $0.find(EventSourcePlace.self, EventSourcePlace.key(uuid)) }
            ?? EventSourcePlace(uuid: uuid)
    }

    private func note(_ result: String) async {
        do {
            var place = try await place()
            guard place.lastResult != result else { return }
            place.lastResult = result
            let noted = place
            try await lambda.store.write { try $0.save(noted) }
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("an event source's result is not noted", metadata: ["error": "\(error)"])
        }
    }

    /// - Returns: whether there was something to read.
    private func goOn(_ mapping: EventSource, _ place: EventSourcePlace) async throws -> Bool {
        guard let roleARN = try await lambda.role(of: mapping.function) else {
            throw EventSourceProblem("PROBLEM: Function not found.")
        }
        try await checkAccess(mapping, roleARN)
        guard let batch = try await collect(mapping, after: place.last) else { return false }
        guard !batch.records.isEmpty else {
            try await move(to: batch.through, nil)
            return true
        }
        try await BatchRun(poller: self, mapping: mapping, batch: batch).perform()
        return true
    }

    private func checkAccess(_ mapping: EventSource, _ roleARN: String) async throws {
        let call: Call
        do {
            call = try await lambda.call(asRole: roleARN, for: mapping.function, at: lambda.clock.now)
        } catch let refusal as ServiceError { throw EventSourceProblem("PROBLEM: " + refusal.message) }
        guard try await lambda.mayRead(mapping.sourceARN, call) else {
            throw EventSourceProblem("PROBLEM: " + Lambda.cannotAccess(mapping.sourceARN))
        }
    }

    /// The next batch: full, or what there is when its time is up; nil where there is nothing.
    private func collect(_ mapping: EventSource, after last: String?) async throws -> StreamBatch? {
        let patterns = mapping.settings.filters.compactMap { EventPattern($0) }
        var batch = StreamBatch(records: [], shardID: "", through: last)
        var bytes = 0
        var end: ContinuousClock.Instant?
        while true {
            let wanted = mapping.settings.batchSize - batch.records.count
            let page = try await page(of: mapping.sourceARN, after: batch.through, limit: min(wanted, Self.pageSize))
            batch.shardID = page.shardID
            for record in page.records {
                let matches = patterns.isEmpty || patterns.contains { $0.matches(record) }
                let size = matches ? record.serialized().count + 256 : 0
                if matches, bytes + size > Lambda.largestPayload, !batch.records.isEmpty { return batch }
                batch.through = StreamBatch.number(of: record) ?? batch.through
                guard matches else { continue }
                bytes += size
                batch.records.append(record)
            }
            if batch.records.count >= mapping.settings.batchSize { return batch }
            if page.records.isEmpty {
                if batch.records.isEmpty { return batch.through == last ? nil : batch }
                let until = end ?? (.now + .seconds(mapping.settings.window))
                end = until
                if page.isOver || .now >= until || Task.isCancelled { return batch }
                await lambda.pollers.pause(min(.milliseconds(200), until - .now), unless: uuid)
            }
        }
    }

    private func page(of arn: String, after last: String?, limit: Int) async throws -> ChangePage {
        do {
            return try await lambda.streams.changes(of: arn, after: last, limit: max(1, limit))
        } catch let refusal as ServiceError where refusal.code == "TrimmedDataAccessException" {
            // What was not given in a day is lost; the oldest there is comes next, as on AWS.
            return try await lambda.streams.changes(of: arn, after: nil, limit: max(1, limit))
        } catch let refusal as ServiceError where refusal.status < 500 {
            throw EventSourceProblem("PROBLEM: Stream not found.")
        }
    }

    /// Notes how far the function was given the changes, and hands over what is to be told of those given up.
    func move(to last: String?, _ result: String?, telling delivery: QueuedEvent? = nil) async throws {
        let standing = try await place()
        var moved = standing
        moved.last = last ?? standing.last
        moved.lastResult = result ?? standing.lastResult
        guard delivery != nil || moved != standing else { return }
        let place = moved
        try await lambda.store.write { [key] transaction in
            // A mapping that is gone leaves nothing behind.
            guard try transaction.exists(key) else { return }
            try transaction.save(place)
            if let delivery { try transaction.save(delivery) }
        }
        if delivery != nil { lambda.queue.noteSaved() }
    }
}

/// Why nothing is read just now, as the mapping tells it.
struct EventSourceProblem: Error {
    var text: String
    init(_ text: String) { self.text = text }
}
