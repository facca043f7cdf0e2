import FoundationEssentials
import Sandbox
import ServiceKit
import Synchronization

/// One running copy of a function: a sandbox, its runtime in it, and the sockets it is reached by. It has one event at a
/// time.
final class FunctionCopy: Sendable {
    enum Outcome: Sendable {
        /// - Parameter isLast: it came as the time ran out, and the copy is being ended.
        case answered(RuntimeInterface.Outcome, isLast: Bool)
        case timedOut
        case ended(SandboxEnd)
    }

    let key: RunnableFunction.Key
    let output: OutputLines
    let place: LogPlace
    /// Whose log it is.
    let session: RoleSession
    /// When its credentials have to be others.
    let retiresAt: Date
    let isFirstRun = Atomic<Bool>(true)
    let initDuration: Duration
    private let process: SandboxProcess
    private let interface: RuntimeInterface
    private let sockets: [any ServedSocket]
    /// Of the code it runs from.
    private let use: UnpackedCode.Use
    private let idleSince: Mutex<ContinuousClock.Instant>

    init(
        key: RunnableFunction.Key, output: OutputLines, place: LogPlace, session: RoleSession, retiresAt: Date,
        initDuration: Duration, process: SandboxProcess, interface: RuntimeInterface, sockets: [any ServedSocket],
        use: UnpackedCode.Use
    ) {
        self.key = key
        self.output = output
        self.place = place
        self.session = session
        self.retiresAt = retiresAt
        self.initDuration = initDuration
        self.process = process
        self.interface = interface
        self.sockets = sockets
        self.use = use
        idleSince = Mutex(ContinuousClock.now)
        Task { [process, interface] in
            _ = await process.end()
            interface.end()
        }
    }

    deinit { end() }

    var isOver: Bool { process.isOver }
    var idleTime: Duration { idleSince.withLock { $0.duration(to: .now) } }
    func becomeIdle() { idleSince.withLock { $0 = .now } }

    var memoryUsed: Int { process.mostMemoryUsed() }

    /// Takes what was printed until now.
    func drain() { process.drain() }

    func run(_ event: FunctionEvent, timeout: Duration, now: Date, _ watch: RunWatch) async -> Outcome {
        let order = RuntimeInterface.Order(event: event, deadline: now.addingTimeInterval(timeout / .seconds(1)))
        let watched = watch.begin(self, timeout: timeout)
        let outcome = await interface.run(order)
        let hasTimedOut = watch.end(watched)
        if let outcome { return .answered(outcome, isLast: hasTimedOut) }
        if hasTimedOut { return .timedOut }
        return .ended(await process.end())
    }

    /// Ends all of it at once.
    func end() {
        process.kill()
        interface.end()
        for socket in sockets { socket.stop() }
    }
}
