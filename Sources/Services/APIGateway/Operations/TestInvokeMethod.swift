import APIGatewayModel
import CivilTime
import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension APIGateway {
    /// Calls a method as it is now, deployed or not, without asking who may.
    func testInvokeMethod(_ input: TestInvokeMethodRequest, _ call: Call) async throws -> TestInvokeMethodResponse {
        guard input.clientCertificateId == nil else { throw ServiceError.unsupported("A client certificate") }
        try StageVariables.check(input.stageVariables)
        let (entry, resource, snapshot) = try await read(input.restApiId, call) { snapshot in
            let entry = try snapshot.requireAPI(input.restApiId, .rest, call)
            let record = try snapshot.requireRESTAPI(input.restApiId, call)
            let (resource, _) = try snapshot.requireMethod(
                input.httpMethod, of: input.resourceId, in: input.restApiId)
            return (entry, resource, try snapshot.restSnapshot(record, as: "test-invoke"))
        }
        let stage = ServedRESTStage(
            name: "test-invoke-stage", deploymentID: "test-invoke", variables: input.stageVariables ?? [:],
            methods: RESTMethods(snapshot, apiID: entry.id), throttles: StageThrottles(standard: nil, byRoute: [:]),
            accessLog: nil)
        let request = TestRequest(input, path: resource.path ?? "/")
        let started = ContinuousClock.now
        let reply = await RESTAPIFlow(parts: CallParts(self)).test(request, entry, stage, call)
        let took = ContinuousClock.now - started
        let latency = Int(took / .milliseconds(1))
        return TestInvokeMethodResponse(
            status: reply.status, body: String(decoding: reply.body, as: UTF8.self),
            headers: Dictionary(reply.headers.fields.map { ($0.name, $0.value) }) { $1 },
            multiValueHeaders: Dictionary(reply.headers.fields.map { ($0.name, [$0.value]) }) { $0 + $1 },
            log: request.log(reply, latency, call), latency: latency)
    }
}

/// A request that nobody sent.
struct TestRequest: Sendable {
    let method: String
    let path: String
    let query: String
    let headers: HeaderFields
    let body: [UInt8]
    let resourcePath: String

    init(_ input: TestInvokeMethodRequest, path: String) {
        self.init(
            method: input.httpMethod == "ANY" ? "GET" : input.httpMethod, resourcePath: path,
            pathWithQueryString: input.pathWithQueryString, headers: input.headers,
            multiValueHeaders: input.multiValueHeaders, body: input.body)
    }

    init(
        method: String = "GET", resourcePath: String = "/", pathWithQueryString: String?,
        headers given: [String: String]?,
        multiValueHeaders: [String: [String]]?, body: String?
    ) {
        self.resourcePath = resourcePath
        self.method = method
        let path = pathWithQueryString.flatMap { $0.isEmpty ? nil : $0 } ?? resourcePath
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        self.path = parts[0].hasPrefix("/") ? parts[0] : "/" + parts[0]
        query = parts.count > 1 ? parts[1] : ""
        var headers = HeaderFields((given ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        for (name, values) in (multiValueHeaders ?? [:]).sorted(by: { $0.key < $1.key }) {
            headers.remove(name)
            for value in values { headers.add(name, value) }
        }
        self.headers = headers
        self.body = Array((body ?? "").utf8)
    }

    /// The beginning and the end of what AWS writes of such a call.
    func log(_ reply: APIReply, _ latency: Int, _ call: Call) -> String {
        let time = ClaimTime.text(call.time)
        let lines = [
            "Starting execution for request: \(call.requestID)",
            "HTTP Method: \(method), Resource Path: \(resourcePath)", "Method request path: \(path)",
            "Method request query string: \(query)",
            "Method request body before transformations: \(String(decoding: body.prefix(1024), as: UTF8.self))",
            "Method response body after transformations: \(String(decoding: reply.body.prefix(1024), as: UTF8.self))",
        ]
        let end =
            reply.error.map { ["Execution failed due to: \($0)", "Method completed with status: \(reply.status)"] }
            ?? ["Successfully completed execution", "Method completed with status: \(reply.status)"]
        return "Execution log for request \(call.requestID)\n"
            + (lines + end).map { "\(time) : \($0)\n" }.joined()
    }
}
