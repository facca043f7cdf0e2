import FoundationEssentials
import ServiceKit
import Synchronization
import Wire

/// Invokes the functions behind APIs and of authorizers, as API Gateway or as a role it takes on.
struct FunctionCalls: Sendable {
    enum Outcome: Sendable {
        case returned([UInt8])
        /// The function raised an error.
        case failed(String)
        /// It could not be invoked.
        case refused(String)
        case timedOut
    }

    private struct Kept: Sendable {
        let caller: Caller
        let until: Date
    }

    private static let principal = "apigateway.amazonaws.com"
    /// `arn:aws:iam::*:user/*`: as whoever signed the request.
    private static let asCaller = ":user/*"
    private static let sessionSeconds = 3600
    private static let keptSeconds: TimeInterval = 600

    private let functions: any InvokesFunctions
    private let roles: any AssumesRoles
    private let sessions = BoundedCache<String, Kept>(limit: 1000)

    init(_ gateway: APIGateway) {
        functions = gateway.seams.functions
        roles = gateway.seams.roles
    }

    func invoke(
        _ arn: String, _ payload: [UInt8], for sourceARN: String, credentials: String?, milliseconds: Int,
        _ call: APICall
    ) async -> Outcome {
        let invocation: FunctionInvocation
        do {
            invocation = FunctionInvocation(
                functionARN: arn, payload: payload, principal: Self.principal, sourceARN: sourceARN,
                sourceAccount: call.api.accountID, time: call.time,
                caller: try await credentials.mapAsync { try await caller($0, sourceARN, call) })
        } catch {
            return .refused("Invalid permissions on Lambda function")
        }
        return await Self.limited(milliseconds) { await run(invocation) } ?? .timedOut
    }

    private func run(_ invocation: FunctionInvocation) async -> Outcome {
        do {
            switch try await functions.invoke(invocation) {
            case .returned(let bytes) where bytes.count > APILimits.functionAnswer: return .failed("Body too large")
            case .returned(let bytes): return .returned(bytes)
            case .failed(let message): return .failed(message)
            }
        } catch FunctionRefusal.throttled {
            return .refused("Too Many Requests")
        } catch {
            return .refused("Invalid permissions on Lambda function")
        }
    }

    private func caller(_ role: String, _ sourceARN: String, _ call: APICall) async throws -> Caller {
        if role.hasSuffix(Self.asCaller) {
            guard case .signed(let signed) = call.authorized else { return .anonymous }
            return signed.caller
        }
        let name = "\(call.api.id) \(role)"
        if let kept = sessions[name], call.time < kept.until { return kept.caller }
        let taken = try await roles.assumeRole(
            ServiceSession(
                roleARN: role, principal: Self.principal, sessionName: "BackplaneAssumeRoleSession",
                durationSeconds: Self.sessionSeconds, sourceARN: sourceARN, sourceAccount: call.api.accountID,
                time: call.time))
        let caller = Caller.role(taken.session)
        sessions[name] = Kept(caller: caller, until: call.time.addingTimeInterval(Self.keptSeconds))
        return caller
    }

    /// Nil when the time was over first. The work goes on then, and nobody waits for it: a function is not stopped by who
    /// does not wait any longer.
    static func limited<Value: Sendable>(
        _ milliseconds: Int, _ work: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await withCheckedContinuation { continuation in
            let waiting = Waiting(continuation)
            let timer = Task {
                try await Task.sleep(for: .milliseconds(milliseconds))
                waiting.end(nil)
            }
            Task {
                waiting.end(await work())
                timer.cancel()
            }
        }
    }
}

/// Somebody who waits for the first of two things.
private final class Waiting<Value: Sendable>: Sendable {
    private let continuation: Mutex<CheckedContinuation<Value?, Never>?>

    init(_ continuation: CheckedContinuation<Value?, Never>) { self.continuation = Mutex(continuation) }

    func end(_ value: Value?) {
        let continuation = continuation.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: value)
    }
}

extension Optional where Wrapped: Sendable {
    func mapAsync<Value>(_ change: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let self else { return nil }
        return try await change(self)
    }
}
