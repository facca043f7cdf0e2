import FoundationEssentials
import ServiceKit
import Synchronization

/// The running copies of all functions: events go to one that has nothing to do, or to a new one.
final class FunctionPools: Sendable {
    private struct State {
        /// Without work, the longest idle first.
        var idle: [RunnableFunction.Key: [FunctionCopy]] = [:]
        /// Copies at work or being brought up, by function.
        var busy: [FunctionName: Int] = [:]
        /// How often functions that are at work were changed meanwhile: what began before is not used again.
        var changes: [FunctionName: Int] = [:]
        var copies = 0
        var isStopped = false
    }

    /// A function, whatever the version.
    struct FunctionName: Hashable, Sendable {
        var accountID: String
        var region: String
        var name: String

        init(_ key: RunnableFunction.Key) { (accountID, region, name) = (key.accountID, key.region, key.name) }
        init(accountID: String, region: String, name: String) {
            (self.accountID, self.region, self.name) = (accountID, region, name)
        }
    }

    private let starter: FunctionStarter
    private let logs: FunctionLogs
    private let watch: RunWatch
    private let settings: LambdaSettings
    private let clock: any Clock
    private let state = Mutex(State())

    init(_ starter: FunctionStarter, logs: FunctionLogs, settings: LambdaSettings, clock: any Clock) {
        self.starter = starter
        self.logs = logs
        watch = RunWatch(logs)
        self.settings = settings
        self.clock = clock
    }

    /// - Throws: `RunRefusal`.
    func run(_ function: RunnableFunction, _ event: FunctionEvent) async throws -> FunctionResult {
        let name = FunctionName(function.key)
        let changes = try enter(name, function.reservedConcurrency)
        defer { leave(name) }
        let copy: FunctionCopy
        if let idle = takeIdle(function.key) {
            copy = idle
        } else {
            try makeRoom()
            do {
                copy = try await starter.start(function)
            } catch let failure as StartFailure {
                leaveCopy()
                return failedStart(failure, function, event)
            } catch {
                leaveCopy()
                throw error
            }
        }
        let run = FunctionRun(
            function: function, event: event, copy: copy, logs: logs, watch: watch, clock: clock)
        let (result, isReusable) = await run.perform()
        giveBack(copy, isReusable, name, changes)
        return result
    }

    /// Ends copies without work that are alike to none any more: the function was changed, or is gone.
    ///
    /// - Parameter version: the one that was changed; nil for all.
    func retire(_ name: FunctionName, version: String? = nil) {
        let ended = state.withLock { state in
            if state.busy[name] != nil { state.changes[name, default: 0] += 1 }
            var ended: [FunctionCopy] = []
            for key in state.idle.keys where FunctionName(key) == name && (version == nil || key.version == version) {
                ended += state.idle.removeValue(forKey: key) ?? []
            }
            state.copies -= ended.count
            return ended
        }
        for copy in ended { copy.end() }
    }

    /// Ends what had nothing to do for long, or has credentials that soon hold no more.
    func reap() {
        let now = clock.now
        let limit = Duration.seconds(settings.idleSeconds)
        let ended = state.withLock { state in
            var ended: [FunctionCopy] = []
            for (key, copies) in state.idle {
                let kept = copies.filter { !$0.isOver && $0.idleTime < limit && $0.retiresAt > now }
                guard kept.count < copies.count else { continue }
                ended += copies.filter { copy in !kept.contains { $0 === copy } }
                state.idle[key] = kept.isEmpty ? nil : kept
            }
            state.copies -= ended.count
            return ended
        }
        for copy in ended { copy.end() }
    }

    func stop() {
        let ended = state.withLock { state in
            state.isStopped = true
            defer { state.idle = [:] }
            return state.idle.values.flatMap { $0 }
        }
        for copy in ended { copy.end() }
    }

    // MARK: Counting

    /// - Returns: how often it was changed so far.
    private func enter(_ name: FunctionName, _ reserved: Int?) throws -> Int {
        try state.withLock { state in
            let busy = state.busy[name] ?? 0
            if let reserved, busy >= reserved {
                throw RunRefusal.throttled(reason: "ReservedFunctionConcurrentInvocationLimitExceeded")
            }
            state.busy[name] = busy + 1
            return state.changes[name] ?? 0
        }
    }

    private func leave(_ name: FunctionName) {
        state.withLock { state in
            let left = (state.busy[name] ?? 1) - 1
            state.busy[name] = left == 0 ? nil : left
            if left == 0 { state.changes[name] = nil }
        }
    }

    private func takeIdle(_ key: RunnableFunction.Key) -> FunctionCopy? {
        let now = clock.now
        while true {
            let copy = state.withLock { state -> FunctionCopy? in
                guard var copies = state.idle[key], let last = copies.popLast() else { return nil }
                state.idle[key] = copies.isEmpty ? nil : copies
                return last
            }
            guard let copy else { return nil }
            if !copy.isOver, copy.retiresAt > now { return copy }
            copy.end()
            leaveCopy()
        }
    }

    /// Counts one more copy; where there are too many, the longest idle goes.
    private func makeRoom() throws {
        let evicted = try state.withLock { state -> FunctionCopy? in
            if state.isStopped { throw RunRefusal.throttled(reason: "ConcurrentInvocationLimitExceeded") }
            if state.copies < settings.mostCopies {
                state.copies += 1
                return nil
            }
            let oldest = state.idle.max { ($0.value.first?.idleTime ?? .zero) < ($1.value.first?.idleTime ?? .zero) }
            guard let key = oldest?.key, var copies = state.idle[key], !copies.isEmpty else {
                throw RunRefusal.throttled(reason: "ConcurrentInvocationLimitExceeded")
            }
            let copy = copies.removeFirst()
            state.idle[key] = copies.isEmpty ? nil : copies
            return copy
        }
        evicted?.end()
    }

    private func leaveCopy() { state.withLock { $0.copies -= 1 } }

    private func giveBack(_ copy: FunctionCopy, _ isReusable: Bool, _ name: FunctionName, _ changes: Int) {
        let isKept = state.withLock { state in
            guard isReusable, !state.isStopped, !copy.isOver, state.changes[name] ?? 0 == changes else {
                state.copies -= 1
                return false
            }
            copy.becomeIdle()
            state.idle[copy.key, default: []].append(copy)
            return true
        }
        if !isKept { copy.end() }
    }

    private func failedStart(_ failure: StartFailure, _ function: RunnableFunction, _ event: FunctionEvent)
        -> FunctionResult
    {
        let run = FunctionRun(
            function: function, event: event, copy: failure.copy, logs: logs, watch: watch, clock: clock)
        return run.failedStart(failure.document)
    }
}
