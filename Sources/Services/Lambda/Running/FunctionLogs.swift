import FoundationEssentials
import Logging
import ServiceKit
import Wire
import Synchronization

/// Writes functions' logs behind their answers, in order for each stream and with the permissions of their roles.
final class FunctionLogs: Sendable {
    private struct Entry: Sendable {
        var place: LogPlace
        var events: [ServiceKit.LogEvent]
        var session: RoleSession
        var bytes: Int

        init(place: LogPlace, lines: [OutputLines.Line], session: RoleSession) {
            (self.place, self.session) = (place, session)
            events = lines.map(\.event)
            bytes = events.reduce(0) { $0 + $1.message.utf8.count + 26 }
        }
    }

    private struct Group: Hashable, Sendable {
        let accountID: String
        let region: String
        let name: String

        init(_ place: LogPlace) { (accountID, region, name) = (place.accountID, place.region, place.group) }
    }

    private struct State {
        var entries: [Entry] = []
        var bytes = 0
        /// Of each group, so that who prints without end takes nobody else's room.
        var bytesByGroup: [Group: Int] = [:]
        var isWriting = false
        var dropped = 0

        /// - Returns: whether there was room, `reserve` bytes over the usual included.
        mutating func take(_ entry: Entry, reserve: Int = 0) -> Bool {
            let group = Group(entry.place)
            let ofGroup = (bytesByGroup[group] ?? 0) + entry.bytes
            guard bytes + entry.bytes <= mostBytes + reserve, ofGroup <= mostOfGroup + reserve else { return false }
            entries.append(entry)
            bytes += entry.bytes
            bytesByGroup[group] = ofGroup
            return true
        }

        mutating func endIfEmpty() -> Bool {
            isWriting = !entries.isEmpty
            return entries.isEmpty
        }
    }

    private let logs: any KeepsLogs
    private let clock: any Clock
    private let logger: Logger
    private let state = Mutex(State())
    private static let mostBytes = 64 << 20
    private static let mostOfGroup = 16 << 20
    /// For what Lambda itself says when all else is full.
    private static let reserve = 4 << 20
    /// What comes shortly after is written with what came first: a sync of the disk each costs more than short runs.
    private static let gathering = Duration.milliseconds(100)

    init(_ logs: any KeepsLogs, clock: any Clock, logger: Logger) {
        self.logs = logs
        self.clock = clock
        self.logger = logger
    }

    /// Beyond what may wait, what a function printed is left out, and the log says how much.
    func write(_ lines: [OutputLines.Line], to place: LogPlace, as session: RoleSession) {
        guard !lines.isEmpty else { return }
        let now = clock.now
        let begins = state.withLock { state in
            if !state.take(Entry(place: place, lines: lines, session: session)) {
                let few = Self.withoutPrinted(lines, at: now)
                guard state.take(Entry(place: place, lines: few, session: session), reserve: Self.reserve) else {
                    state.dropped += lines.count
                    return false
                }
            }
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if begins { Task { await writeAll() } }
    }

    private static func withoutPrinted(_ lines: [OutputLines.Line], at time: Date) -> [OutputLines.Line] {
        var few = lines.filter(\.isPlatform)
        guard let place = lines.firstIndex(where: { !$0.isPlatform }) else { return few }
        // Without the ends of lines, as elsewhere.
        let bytes = lines.reduce(0) { $0 + ($1.isPlatform ? 0 : $1.event.message.utf8.count - 1) }
        few.insert(.dropped(bytes, at: time), at: place)
        return few
    }

    /// Returns once nothing waits to be written.
    func finish() async {
        while state.withLock({ $0.isWriting }) { try? await Task.sleep(for: .milliseconds(5)) }
    }

    private func writeAll() async {
        repeat {
            try? await Task.sleep(for: Self.gathering)
            while let group = takeGroup() { await write(group) }
        } while !state.withLock { $0.endIfEmpty() }
    }

    /// What waits first, with all else for its stream that waits behind it.
    private func takeGroup() -> [Entry]? {
        let (group, dropped) = state.withLock { state -> ([Entry]?, Int) in
            guard let first = state.entries.first else { return (nil, 0) }
            let group = state.entries.filter { $0.place == first.place }
            state.entries.removeAll { $0.place == first.place }
            let bytes = group.reduce(0) { $0 + $1.bytes }
            state.bytes -= bytes
            let left = (state.bytesByGroup[Group(first.place)] ?? 0) - bytes
            state.bytesByGroup[Group(first.place)] = left > 0 ? left : nil
            defer { state.dropped = 0 }
            return (group, state.dropped)
        }
        if dropped > 0 { logger.warning("log events of functions were dropped", metadata: ["events": "\(dropped)"]) }
        return group
    }

    private func write(_ group: [Entry]) async {
        let session = group[0].session
        let call = Call(
            requestID: "", time: clock.now, caller: .role(session), region: group[0].place.region,
            client: Call.Client(
                address: "lambda.amazonaws.com", isSecure: true, host: "", userAgent: "lambda.amazonaws.com"),
            headers: HeaderFields(), body: EmptyBody(), trail: .none)
        do {
            try await logs.write(group.flatMap(\.events), to: group[0].place, call)
        } catch let refusal as ServiceError where refusal.status < 500 {
            // A role that may not write logs has none, as on AWS.
            logger.debug("a function's log is not written", metadata: ["group": "\(group[0].place.group)"])
        } catch {
            logger.error(
                "a function's log could not be written",
                metadata: ["group": "\(group[0].place.group)", "error": "\(error)"])
        }
    }
}
