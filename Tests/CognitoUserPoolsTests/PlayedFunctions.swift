import ServiceKit
import Synchronization
import Wire

/// Functions that are played: each by its ARN takes an event and returns what a handler would.
final class PlayedFunctions: InvokesFunctions {
    typealias Handler = @Sendable (JSONValue) throws -> JSONValue
    struct Raised: Error { let message: String }

    private struct State {
        var handlers: [String: Handler] = [:]
        var events: [JSONValue] = []
    }

    private let state = Mutex(State())

    /// What functions were called with, in order.
    var events: [JSONValue] { state.withLock { $0.events } }

    /// - Returns: the function's ARN.
    func play(_ name: String, _ handler: @escaping Handler) -> String {
        let arn = "arn:aws:lambda:us-east-1:000000000000:function:\(name)"
        state.withLock { $0.handlers[arn] = handler }
        return arn
    }

    func invoke(_ invocation: FunctionInvocation) async throws -> FunctionOutcome {
        let event = try JSONValue(parsing: invocation.payload)
        let handler = state.withLock { state in
            state.events.append(event)
            return state.handlers[invocation.functionARN]
        }
        guard let handler else { throw FunctionRefusal.noSuchFunction }
        do { return .returned(try handler(event).serialized()) } catch let raised as Raised {
            return .failed(message: raised.message)
        }
    }
}

extension JSONValue {
    /// The event with members of its response filled in, as a handler returns it.
    func responding(_ response: JSONValue) -> JSONValue {
        merging(["response": (self["response"] ?? [:]).merging(response)])
    }
}
