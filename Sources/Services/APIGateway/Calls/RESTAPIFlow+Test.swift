import FoundationEssentials
import ServiceKit
import Wire

extension RESTAPIFlow {
    /// A call of a method without its authorizer, key and throttles.
    func test(_ request: TestRequest, _ entry: APIEntry, _ stage: ServedRESTStage, _ call: Call) async -> APIReply {
        let made = self.call(request, entry, stage: stage.name, stage.variables, call)
        do {
            guard let match = stage.methods.tree.match(method: request.method, path: request.path) else {
                throw GatewayRefusal.missingToken
            }
            var made = made
            made.parameters = match.parameters
            try requireParameters(match.leaf, made)
            return try await integrate(made, match.leaf, stage, nil)
        } catch let refusal as GatewayRefusal {
            return refusal.reply(made, stage.methods.responses)
        } catch {
            return GatewayRefusal.configuration.reply(made, stage.methods.responses)
        }
    }

    /// A request that nobody sent, as it would come.
    func call(
        _ request: TestRequest, _ entry: APIEntry, stage: String, _ variables: [String: String], _ call: Call
    ) -> APICall {
        let api = ServedAPI(
            id: entry.id, accountID: entry.accountID, region: entry.region, isEndpointDisabled: false,
            kind: .rest(ServedRESTAPI(stages: [:])))
        let domainName = "testPrefix.testDomainName"
        let outer = APIRequest(
            method: request.method, rawPath: request.path, rawQuery: request.query, hostName: domainName,
            headers: request.headers, call: call, caller: NobodyProven(), note: NothingNoted())
        var made = APICall(
            request: outer, api: api, stage: stage, variables: variables, path: request.path,
            fullPath: request.path, domainName: domainName, requestID: call.requestID, time: call.time,
            query: PercentCoding.parseQuery(request.query), traceID: parts.traceID(of: outer, at: call.time))
        made.body = request.body
        return made
    }
}

/// Stands where no signature is asked about.
private struct NobodyProven: ProvesCallers {
    struct Unasked: Error {}
    func call(signedFor service: String, body: [UInt8]) async throws -> Call { throw Unasked() }
}

private struct NothingNoted: NotesAPICalls {
    func note(service: String, operation: String, resource: String) {}
    func note(denied permission: Permission) {}
}
