import ServiceKit
import Synchronization

/// Functions, for services that are made before Lambda is: Lambda needs them too.
final class LateFunctions: InvokesFunctions {
    private let functions = Mutex<(any InvokesFunctions)?>(nil)

    func become(_ functions: any InvokesFunctions) { self.functions.withLock { $0 = functions } }

    private var known: any InvokesFunctions { functions.withLock { $0 } ?? NoFunctions() }

    func invoke(_ invocation: FunctionInvocation) async throws -> FunctionOutcome {
        try await known.invoke(invocation)
    }

    func mayInvoke(_ invocation: FunctionInvocation) async throws -> Bool { try await known.mayInvoke(invocation) }
}
