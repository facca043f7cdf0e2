import FoundationEssentials
import ServiceKit
import Synchronization
import Wire

/// The Lambda Runtime API of one copy of a function: its runtime asks for events, and posts what came of each.
final class RuntimeInterface: Sendable {
    enum Outcome: Sendable {
        case returned([UInt8])
        /// The document of an error, and its type by the runtime's header.
        case raised([UInt8], type: String)
        case tooLong
    }

    /// What happens before the first event.
    enum Start: Sendable {
        case ready
        case raised([UInt8])
    }

    struct Order: Sendable {
        var event: FunctionEvent
        var deadline: Date
    }

    private struct State {
        var waiting: CheckedContinuation<SocketAnswer, Never>?
        var next: Order?
        var current: String?
        var outcome: CheckedContinuation<Outcome?, Never>?
        var start: Start?
        var starting: CheckedContinuation<Start?, Never>?
        var isOver = false
    }

    private let state = Mutex(State())
    /// A function's answer may have 6 MB, and the document around one some more.
    static let longestAnswer = 6_291_556

    // MARK: The server's side

    /// Waits until the runtime asks for its first event; nil where it ends before.
    func started() async -> Start? {
        await withCheckedContinuation { continuation in
            let known: Start?? = state.withLock { state in
                if let start = state.start { return .some(start) }
                if state.isOver { return .some(nil) }
                state.starting = continuation
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// Hands an event to the runtime and waits for what comes of it; nil where the copy ends before.
    func run(_ order: Order) async -> Outcome? {
        await withCheckedContinuation { continuation in
            let (waiting, isOver) = state.withLock { state in
                if state.isOver { return (nil as CheckedContinuation<SocketAnswer, Never>?, true) }
                state.outcome = continuation
                state.current = order.event.requestID
                if state.waiting == nil { state.next = order }
                defer { state.waiting = nil }
                return (state.waiting, false)
            }
            if isOver { return continuation.resume(returning: nil) }
            waiting?.resume(returning: Self.answer(order))
        }
    }

    /// The copy has ended, or is not waited for any more.
    func end() {
        let (waiting, outcome, starting) = state.withLock { state in
            state.isOver = true
            defer { (state.waiting, state.outcome, state.starting) = (nil, nil, nil) }
            return (state.waiting, state.outcome, state.starting)
        }
        waiting?.resume(returning: SocketAnswer(status: 410))
        outcome?.resume(returning: nil)
        starting?.resume(returning: nil)
    }

    // MARK: The runtime's side

    private static let root = "/2018-06-01/runtime/"

    func answer(_ request: SocketRequest) async -> SocketAnswer {
        guard request.path.hasPrefix(Self.root) else { return Self.unknown }
        let parts = request.path.dropFirst(Self.root.count).split(separator: "/").map(String.init)
        switch (request.method, parts.first, parts.count, parts.last) {
        case ("GET", "invocation", 2, "next"): return await next()
        case ("POST", "invocation", 3, "response"):
            let isTooLong = request.headers.contains(SocketHeaders.tooLong)
            return finish(parts[1], isTooLong ? .tooLong : .returned(request.body))
        case ("POST", "invocation", 3, "error"):
            return finish(parts[1], .raised(request.body, type: Self.errorType(request)))
        case ("POST", "init", 2, "error"):
            begin(.raised(request.body))
            return Self.accepted
        default: return Self.unknown
        }
    }

    private static func errorType(_ request: SocketRequest) -> String {
        request.headers.first("lambda-runtime-function-error-type") ?? "Unhandled"
    }

    private func begin(_ start: Start) {
        let starting = state.withLock { state in
            if state.start == nil { state.start = start }
            defer { state.starting = nil }
            return state.starting
        }
        starting?.resume(returning: start)
    }

    private func next() async -> SocketAnswer {
        begin(.ready)
        return await withCheckedContinuation { continuation in
            let (order, former, isOver) = state.withLock { state in
                if state.isOver { return (nil as Order?, nil as CheckedContinuation<SocketAnswer, Never>?, true) }
                if let order = state.next {
                    state.next = nil
                    return (order, nil, false)
                }
                // A runtime has one question at a time; the former one was given up.
                let former = state.waiting
                state.waiting = continuation
                return (nil, former, false)
            }
            former?.resume(returning: SocketAnswer(status: 410))
            if isOver { continuation.resume(returning: SocketAnswer(status: 410)) }
            if let order { continuation.resume(returning: Self.answer(order)) }
        }
    }

    private func finish(_ requestID: String, _ outcome: Outcome) -> SocketAnswer {
        let waiting = state.withLock { state -> CheckedContinuation<Outcome?, Never>?? in
            guard state.current == requestID else { return nil }
            state.current = nil
            defer { state.outcome = nil }
            return .some(state.outcome)
        }
        guard let waiting else {
            return Self.error(400, "InvalidRequestID", "Invalid request ID")
        }
        waiting?.resume(returning: outcome)
        if case .tooLong = outcome {
            return Self.error(413, "RequestEntityTooLarge", "Exceeded maximum allowed payload size (6291556 bytes).")
        }
        return Self.accepted
    }

    private static func answer(_ order: Order) -> SocketAnswer {
        let event = order.event
        var headers = HeaderFields([("Content-Type", "application/json")])
        headers.add("Lambda-Runtime-Aws-Request-Id", event.requestID)
        headers.add("Lambda-Runtime-Deadline-Ms", String(Int(order.deadline.timeIntervalSince1970 * 1000)))
        headers.add("Lambda-Runtime-Invoked-Function-Arn", event.invokedARN)
        headers.add(
            "Lambda-Runtime-Trace-Id", "Root=1-00000000-\(event.requestID.filter { $0 != "-" }.prefix(24));Sampled=0")
        if let context = event.clientContext { headers.add("Lambda-Runtime-Client-Context", context) }
        if let identity = event.cognitoIdentity { headers.add("Lambda-Runtime-Cognito-Identity", identity) }
        return SocketAnswer(status: 200, headers: headers, body: event.payload)
    }

    private static let accepted = SocketAnswer(
        status: 202, headers: HeaderFields([("Content-Type", "application/json")]),
        body: Array(#"{"status":"OK"}"#.utf8))
    private static let unknown = SocketAnswer(status: 404)

    private static func error(_ status: Int, _ type: String, _ message: String) -> SocketAnswer {
        SocketAnswer(
            status: status, headers: HeaderFields([("Content-Type", "application/json")]),
            body: Array(#"{"errorType":"\#(type)","errorMessage":"\#(message)"}"#.utf8))
    }
}
