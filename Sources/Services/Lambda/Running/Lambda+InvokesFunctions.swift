import FoundationEssentials
import PolicyEngine
import ServiceKit
import Wire
import Storage

extension Lambda: InvokesFunctions {
    package func invoke(_ invocation: FunctionInvocation) async throws -> FunctionOutcome {
        guard let address = FunctionAddress(arn: invocation.functionARN) else { throw FunctionRefusal.noSuchFunction }
        let resolved = try await store.read { snapshot -> (Function, FunctionVersion, FunctionAlias?)? in
            do { return try snapshot.resolve(address) } catch is ServiceError { return nil }
        }
        guard let (function, version, alias) = resolved else { throw FunctionRefusal.noSuchFunction }
        guard try await isPermitted(invocation, function, address) else { throw FunctionRefusal.notPermitted }
        let event = FunctionEvent(
            requestID: newRevision(), payload: invocation.payload, invokedARN: address.qualifiedARN)
        if invocation.isEvent {
            try await queue.accept(event, for: address, incarnation: function.incarnation, at: invocation.time)
            return .returned([])
        }
        do {
            let result = try await run(function, try await chosen(version, of: function, alias), event)
            return result.functionError == nil ? .returned(result.payload) : .failed(message: result.errorMessage)
        } catch let refusal as ServiceError where refusal.code == "TooManyRequestsException" {
            throw FunctionRefusal.throttled
        }
    }

    package func mayInvoke(_ invocation: FunctionInvocation) async throws -> Bool {
        guard let address = FunctionAddress(arn: invocation.functionARN) else { return false }
        let function = try await store.read { snapshot -> Function? in
            do { return try snapshot.resolve(address).function } catch is ServiceError { return nil }
        }
        guard let function else { return false }
        return try await isPermitted(invocation, function, address)
    }

    /// Whether the function's policy lets the service in for its resource, or the role it comes with may invoke it.
    private func isPermitted(
        _ invocation: FunctionInvocation, _ function: Function, _ address: FunctionAddress
    ) async throws -> Bool {
        let action = "lambda:InvokeFunction"
        let policy = try function.policies[address.qualifier ?? ""].map {
            NamedPolicy("policy", try $0.document())
        }
        if let caller = invocation.caller {
            let call = Call(
                requestID: "", time: invocation.time, caller: caller, region: function.region,
                client: Call.Client(
                    address: invocation.principal, isSecure: true, host: "", userAgent: invocation.principal),
                headers: HeaderFields(), body: EmptyBody(), trail: .none)
            return try await authorizer.decide(
                Permission(action, on: address.qualifiedARN, in: function.accountID, resourcePolicy: policy), call
            ).isAllowed
        }
        var context = ContextValues([:])
        context.add(time: invocation.time)
        context.set("aws:SourceArn", invocation.sourceARN)
        context.set("aws:SourceAccount", invocation.sourceAccount)
        context.set("aws:PrincipalIsAWSService", "true")
        context.set("aws:PrincipalServiceName", invocation.principal)
        return PolicySet(resource: policy, resourceMustAllow: true).decide(
            AccessRequest(
                action: action, resource: address.qualifiedARN,
                principal: PrincipalDescription(kind: .service, serviceName: invocation.principal), context: context,
                resourceAccount: function.accountID)
        ).isAllowed
    }
}
