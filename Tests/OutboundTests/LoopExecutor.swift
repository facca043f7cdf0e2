import NIOCore
import NIOPosix

/// Runs tasks on one event loop, as the door does.
final class LoopExecutor: TaskExecutor {
    static let shared = LoopExecutor(MultiThreadedEventLoopGroup.singleton.any())

    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        loop.execute { job.runSynchronously(on: executor) }
    }
}
