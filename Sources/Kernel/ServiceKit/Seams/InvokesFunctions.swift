import FoundationEssentials

/// Runs a function on behalf of a service and waits for what it returns.
package protocol InvokesFunctions: Sendable {
    /// - Throws: `FunctionRefusal` where the function was not run at all.
    func invoke(_ invocation: FunctionInvocation) async throws -> FunctionOutcome
    /// Whether the function is there and lets the service in; nothing is run.
    func mayInvoke(_ invocation: FunctionInvocation) async throws -> Bool
}

extension InvokesFunctions {
    package func mayInvoke(_ invocation: FunctionInvocation) async throws -> Bool { false }
}

package struct FunctionInvocation: Sendable {
    package var functionARN: String
    /// The event as JSON.
    package var payload: [UInt8]
    /// The service that asks, as resource policies name it: `cognito-idp.amazonaws.com`.
    package var principal: String
    /// The resource it asks for, `aws:SourceArn`, and that resource's account.
    package var sourceARN: String
    package var sourceAccount: String
    package var time: Date
    /// Whose own permission counts, in the place of the function's policy for the service.
    package var caller: Caller?
    /// Accepted and run later, with AWS's retries, in the place of waiting for what it returns.
    package var isEvent: Bool

    package init(
        functionARN: String, payload: [UInt8], principal: String, sourceARN: String, sourceAccount: String, time: Date,
        caller: Caller? = nil, isEvent: Bool = false
    ) {
        self.functionARN = functionARN
        self.payload = payload
        self.principal = principal
        self.sourceARN = sourceARN
        self.sourceAccount = sourceAccount
        self.time = time
        self.caller = caller
        self.isEvent = isEvent
    }
}

package enum FunctionOutcome: Sendable {
    /// What the function returned, as JSON; nothing for an event that waits for its turn.
    case returned([UInt8])
    /// The function raised an error, or ended without an answer.
    case failed(message: String)
}

package enum FunctionRefusal: Error, Sendable {
    case noSuchFunction
    /// The function's policy does not let the service invoke it.
    case notPermitted
    case throttled
}

/// Stands where no functions are served.
package struct NoFunctions: InvokesFunctions {
    package init() {}

    package func invoke(_ invocation: FunctionInvocation) async throws -> FunctionOutcome {
        throw FunctionRefusal.noSuchFunction
    }
}
