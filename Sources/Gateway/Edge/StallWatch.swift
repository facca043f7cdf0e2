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

    func restart(_ timeout: TimeAmount) {
        deadline = .now() + timeout
        // A deadline sooner than the one waited for is met up to that one's distance late.
    }

    func stop() {
        scheduled?.cancel()
        scheduled = nil
        onStall = nil
    }

    private func schedule() {
        guard onStall != nil else { return }
        let box = NIOLoopBound(self, eventLoop: eventLoop)
        let next = min(deadline, .now() + .seconds(15))
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
