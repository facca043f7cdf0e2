import CivilTime
import FoundationEssentials
import Sandbox
import ServiceKit
import Synchronization

/// One event in one copy, with the lines that Lambda itself writes about it.
struct FunctionRun {
    let function: RunnableFunction
    let event: FunctionEvent
    let copy: FunctionCopy
    let logs: FunctionLogs
    let watch: RunWatch
    let clock: any Clock

    private var output: OutputLines { copy.output }

    /// - Returns: what came of it, and whether the copy can have another event.
    func perform() async -> (FunctionResult, isReusable: Bool) {
        let isFirst = copy.isFirstRun.exchange(false, ordering: .relaxed)
        output.mark()
        if isFirst { output.add("INIT_START Runtime Version: \(function.version.runtimeVersion)") }
        output.add("START RequestId: \(event.requestID) Version: \(function.version.number)")
        let began = ContinuousClock.now
        let outcome = await copy.run(event, timeout: function.timeout, now: clock.now, watch)
        let took = ContinuousClock.now - began
        copy.drain()
        switch outcome {
        case .answered(.returned(let payload), let isLast):
            return (finish(payload, nil, took, isFirst), !isLast)
        case .answered(.raised(let document, _), let isLast):
            return (finish(document, "Unhandled", took, isFirst), !isLast)
        case .answered(.tooLong, _):
            // Runtimes take the refusal of an answer for their end.
            return (finish(ErrorDocuments.tooLong, "Unhandled", took, isFirst), false)
        case .timedOut:
            let seconds = function.version.timeout
            output.add("\(clock.now.iso8601Milliseconds) \(event.requestID) Task timed out after \(seconds).00 seconds")
            let document = ErrorDocuments.timedOut(after: seconds, requestID: event.requestID)
            return (finish(document, "Unhandled", function.timeout, isFirst, status: "timeout"), false)
        case .ended(let end):
            output.add("RequestId: \(event.requestID) Error: Runtime exited with error: \(end.words)")
            if end != .outOfMemory { output.add("Runtime.ExitError") }
            let document = ErrorDocuments.exited(end, requestID: event.requestID)
            let type = end == .outOfMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError"
            return (finish(document, "Unhandled", took, isFirst, status: "error\tError Type: \(type)"), false)
        }
    }

    /// The function's own start failed: its first event gets the start's error.
    func failedStart(_ document: [UInt8]?) -> FunctionResult {
        output.add("INIT_START Runtime Version: \(function.version.runtimeVersion)")
        output.add("START RequestId: \(event.requestID) Version: \(function.version.number)")
        let isTimeout = document == nil
        if isTimeout {
            output.add(
                "\(clock.now.iso8601Milliseconds) \(event.requestID) Task timed out after \(function.version.timeout).00 seconds"
            )
        }
        let payload = document ?? ErrorDocuments.timedOut(after: function.version.timeout, requestID: event.requestID)
        return finish(
            payload, "Unhandled", copy.initDuration, true,
            status: isTimeout ? "timeout" : "error\tError Type: Runtime.InitError")
    }

    private func finish(
        _ payload: [UInt8], _ error: String?, _ took: Duration, _ isFirst: Bool, status: String? = nil
    ) -> FunctionResult {
        output.add("END RequestId: \(event.requestID)")
        output.add(report(took, isFirst, status))
        let tail = output.tail
        logs.write(output.take(), to: copy.place, as: copy.session)
        return FunctionResult(payload: payload, functionError: error, log: tail)
    }

    private func report(_ took: Duration, _ isFirst: Bool, _ status: String?) -> String {
        let milliseconds = Self.milliseconds(took)
        let size = function.version.memorySize
        // Who was ended for using more has used all of it.
        let used = status?.hasSuffix("OutOfMemory") == true ? size : (copy.memoryUsed + (1 << 20) - 1) >> 20
        var line = "REPORT RequestId: \(event.requestID)\tDuration: \(milliseconds) ms\tBilled Duration: "
        line += "\(Int((took / .milliseconds(1)).rounded(.up))) ms\tMemory Size: \(size) MB\tMax Memory Used: "
        line += "\(min(used, size)) MB\t"
        if isFirst { line += "Init Duration: \(Self.milliseconds(copy.initDuration)) ms\t" }
        if let status { line += "Status: \(status)\t" }
        return line
    }

    /// With two decimals, as Lambda writes them.
    private static func milliseconds(_ duration: Duration) -> String {
        let hundredths = Int((duration / .milliseconds(1) * 100).rounded())
        let rest = String(hundredths % 100)
        return "\(hundredths / 100).\(rest.utf8.count < 2 ? "0" + rest : rest)"
    }
}
