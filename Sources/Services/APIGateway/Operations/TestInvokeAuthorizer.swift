import APIGatewayModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension APIGateway {
    /// Asks an authorizer about a request that nobody sent.
    func testInvokeAuthorizer(
        _ input: TestInvokeAuthorizerRequest, _ call: Call
    ) async throws -> TestInvokeAuthorizerResponse {
        guard input.additionalContext?.isEmpty != false else {
            throw ServiceError.unsupported("An additional context of an authorizer")
        }
        try StageVariables.check(input.stageVariables)
        let (entry, authorizer) = try await read(input.restApiId, call) { snapshot in
            (
                try snapshot.requireAPI(input.restApiId, .rest, call),
                try snapshot.requireRESTAuthorizer(input.authorizerId, of: input.restApiId)
            )
        }
        let request = TestRequest(
            pathWithQueryString: input.pathWithQueryString, headers: input.headers,
            multiValueHeaders: input.multiValueHeaders, body: input.body)
        let started = ContinuousClock.now
        var answer = await RESTAPIFlow(parts: CallParts(self)).ask(
            authorizer, request, entry, input.stageVariables ?? [:], call)
        answer.latency = Int((ContinuousClock.now - started) / .milliseconds(1))
        answer.log = "Execution log for request \(call.requestID)\n"
        return answer
    }
}

extension RESTAPIFlow {
    fileprivate func ask(
        _ authorizer: Authorizer, _ request: TestRequest, _ entry: APIEntry, _ variables: [String: String], _ call: Call
    ) async -> TestInvokeAuthorizerResponse {
        let made = self.call(request, entry, stage: "test-invoke-stage", variables, call)
        do {
            if let pools = PoolAuthorizer(authorizer, scopes: []) {
                let token = try await pools.check(made, parts.tokens)
                return TestInvokeAuthorizerResponse(
                    clientStatus: 200, claims: Dictionary(token.restTexts.map { ($0.name, $0.value) }) { $1 })
            }
            guard var asked = MethodAuthorizer(authorizer) else { throw GatewayRefusal.authorizerFailed }
            // Who tries an authorizer out wants to know what it says now.
            asked.keptSeconds = 0
            let method = ServedMethod(
                resourceID: "test-invoke-resource-id", path: request.path, httpMethod: request.method,
                authorization: .none, needsKey: false, required: [], operationName: nil, integration: nil)
            let result = try await self.result(of: asked, made, method, "\(made.arn(request.method, request.path))")
            return TestInvokeAuthorizerResponse(
                clientStatus: 200, principalId: result.principalID, policy: result.policyText)
        } catch let refusal as GatewayRefusal {
            return TestInvokeAuthorizerResponse(clientStatus: refusal.status)
        } catch {
            return TestInvokeAuthorizerResponse(clientStatus: 500)
        }
    }
}
