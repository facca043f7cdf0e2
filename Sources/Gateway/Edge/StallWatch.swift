import NIOCore

/// A deadline that is moved often and met rarely: one scheduled task looks at it now and then.
final class StallWatch {
    private let eventLoop: any EventLoop
    private var deadline = NIODeadline.distantFuture
    private var scheduled: Scheduled<Void>?
    private var onStall: (() -> Void)?

    init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func start(_ timeout: TimeAmount, onStall: @escaping () -> Void) {
        self.onStall = onStall
        restart(timeout)
        schedule()
    }

    func restart(_ timeout: TimeAmount) { deadline = .now() + timeout }

    func stop() {
        scheduled?.cancel()
        scheduled = nil
        onStall = nil
    }

    private func schedule() {
        guard onStall != nil else { return }
        let box = NIOLoopBound(self, eventLoop: eventLoop)
        // Looked at so often, a deadline is met at most so much late.
        let next = min(deadline, .now() + .seconds(2))
        scheduled = eventLoop.scheduleTask(deadline: next) { box.value.look() }
    }

    private func look() {
        if NIODeadline.now() >= deadline {
            deadline = .distantFuture
            onStall?()
        }
        schedule()
    }
}
