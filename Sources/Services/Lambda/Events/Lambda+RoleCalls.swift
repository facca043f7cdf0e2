import FoundationEssentials
import ServiceKit
import Wire

extension Lambda {
    /// A call of a function's role, for what Lambda does in its name.
    ///
    /// - Throws: AWS's refusal where the role is gone, or does not let Lambda in any more.
    func call(asRole roleARN: String, for function: FunctionAddress, at time: Date) async throws -> Call {
        do {
            let identity = try await roles.assumeRole(
                ServiceSession(
                    roleARN: roleARN, principal: Self.principal, sessionName: String(function.name.prefix(64)),
                    durationSeconds: 900, sourceARN: function.arn, sourceAccount: function.accountID, time: time))
            return Call(
                requestID: newRevision(), time: time, caller: .role(identity.session), region: function.region,
                client: Call.Client(
                    address: Self.principal, isSecure: true, host: "", userAgent: Self.principal),
                headers: HeaderFields(), body: EmptyBody(), trail: .none)
        } catch is TrustRefusal { throw ServiceError.roleNotAssumable }
    }

    /// An event for another function, accepted for the role of the one it comes from.
    func invocation(
        of arn: String, _ payload: [UInt8], for function: FunctionAddress, _ call: Call
    ) -> FunctionInvocation {
        FunctionInvocation(
            functionARN: arn, payload: payload, principal: Self.principal, sourceARN: function.arn,
            sourceAccount: function.accountID, time: call.time, caller: call.caller, isEvent: true)
    }
}
