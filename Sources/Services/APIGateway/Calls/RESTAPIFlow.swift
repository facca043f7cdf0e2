import APIGatewayModel
import FoundationEssentials
import PolicyEngine
import ServiceKit
import Storage
import Wire

/// The life of a request to a REST API: stage, method, policy, authorizer, key, throttle, integration, answer.
struct RESTAPIFlow: Sendable {
    let parts: CallParts

    private var keys: APIKeys { APIKeys(gateway: parts.gateway, throttles: parts.throttles) }

    func answer(_ request: APIRequest, _ api: ServedRESTAPI, _ place: CallPlace) async -> APIAnswer {
        guard let found = place.stage(among: { api.stages[$0] != nil }), let stage = api.stages[found.name] else {
            return APIAnswer(.message(403, "Forbidden"), for: request)
        }
        var call = call(request, place, stage, found.path)
        var reply: APIReply
        do {
            reply = try await answer(&call, stage)
        } catch {
            reply = error.reply(call, stage.methods.responses)
        }
        reply.headers.set("x-amzn-RequestId", call.requestID)
        reply.headers.set("x-amz-apigw-id", call.extendedID)
        if let format = stage.accessLog {
            await log(format.line(call, reply, at: parts.gateway.clock.now), call, format)
        }
        return APIAnswer(reply, for: request)
    }

    /// As the role that the account has for it now; without one nothing is written.
    private func log(_ line: String, _ call: APICall, _ format: AccessLogFormat) async {
        let account = AccountRecord(accountID: call.api.accountID, region: call.api.region)
        let found = try? await parts.gateway.store.read { try $0.find(AccountRecord.self, account.key) }
        guard let role = (found ?? nil)?.cloudwatchRoleArn else { return }
        parts.gateway.seams.accessLogs.write(
            line, to: format.destinationARN, stream: "\(call.api.id)/\(call.stage)", account: call.api.accountID,
            role: role, at: call.time)
    }

    private func call(
        _ request: APIRequest, _ place: CallPlace, _ stage: ServedRESTStage, _ path: String
    ) -> APICall {
        let now = parts.gateway.clock.now
        let path = path.isEmpty ? "/" : path
        return APICall(
            request: request, api: place.api, stage: stage.name, variables: stage.variables, path: path,
            fullPath: place.isByDomain ? path : "/\(stage.name)\(path)", domainName: place.domainName,
            requestID: request.call.requestID, time: now, query: PercentCoding.parseQuery(request.rawQuery),
            traceID: parts.traceID(of: request, at: now))
    }

    private func answer(_ call: inout APICall, _ stage: ServedRESTStage) async throws(GatewayRefusal) -> APIReply {
        guard !CallParts.isLoop(call.request) else { throw .loop }
        let methods = stage.methods
        // ANY is for AWS's methods: others would have throttles of their own each.
        let isMethod = RESTRules.methods.contains(call.request.method) && call.request.method != "ANY"
        let match =
            isMethod ? methods.tree.match(method: call.request.method, path: Self.withoutSlash(call.path)) : nil
        // Without a method there is nothing that policies could be asked about.
        guard let match else { throw .missingToken }
        let method = match.leaf
        call.parameters = match.parameters
        call.routeKey = "\(method.httpMethod) \(method.path)"
        let arn = call.arn(call.request.method, Self.withoutSlash(call.path))
        call.request.note.note(service: "execute-api", operation: "Invoke", resource: arn)
        do {
            guard let body = try await CallParts.body(of: call.request) else { throw GatewayRefusal.tooLarge }
            call.body = body
        } catch let error as GatewayRefusal {
            throw error
        } catch StorageError.overloaded {
            throw .throttled
        } catch {
            throw .badParameters("Invalid request body")
        }
        try await authorize(&call, method, methods, arn)
        let key = try await checkKey(call, method, methods)
        guard takes(call, method, stage) else { throw .throttled }
        try requireParameters(method, call)
        return try await integrate(call, method, stage, key)
    }

    /// A slash at the end leads nowhere else.
    private static func withoutSlash(_ path: String) -> String {
        var path = Substring(path)
        while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
        while path.hasPrefix("//") { path = path.dropFirst() }
        return String(path)
    }

    private func takes(_ call: APICall, _ method: ServedMethod, _ stage: ServedRESTStage) -> Bool {
        guard !stage.throttles.isEmpty else { return true }
        let path = method.path == "/" ? "~1" : method.path.dropFirst().replacing("/", with: "~1")
        let key = "\(path)/\(call.request.method)"
        let limit = stage.throttles.byRoute[key] ?? stage.throttles.byRoute["~1\(key)"] ?? stage.throttles.standard
        guard let limit else { return true }
        return parts.throttles.take("\(call.api.id)/\(stage.name)/\(key)", limit, at: call.time)
    }

    func requireParameters(_ method: ServedMethod, _ call: APICall) throws(GatewayRefusal) {
        let missing = method.required.filter { parameter in
            switch parameter.location {
            case .header, .multivalueheader: !call.headers.contains(parameter.name)
            case .querystring, .multivaluequerystring: !call.query.contains { $0.name == parameter.name }
            case .path: !call.parameters.contains { $0.name == parameter.name }
            }
        }
        guard missing.isEmpty else {
            throw .badParameters(
                "Missing required request parameters: [\(missing.map(\.name).joined(separator: ", "))]")
        }
    }

    // MARK: Authorization

    private func authorize(
        _ call: inout APICall, _ method: ServedMethod, _ methods: RESTMethods, _ arn: String
    ) async throws(GatewayRefusal) {
        if case .iam = method.authorization { return try await authorizeSigned(&call, methods.policy, arn) }
        if let policy = methods.policy { try await ask(policy, call.request.call, call, arn) }
        switch method.authorization {
        case .none, .iam: return
        case .nobody: throw .authorizerFailed
        case .pools(let authorizer):
            call.authorized = .token(try await authorizer.check(call, parts.tokens), scopes: authorizer.scopes)
        case .function(let authorizer): try await ask(authorizer, &call, method, arn)
        }
    }

    private func authorizeSigned(
        _ call: inout APICall, _ policy: NamedPolicy?, _ arn: String
    ) async throws(GatewayRefusal) {
        let signed: Call
        do {
            signed = try await call.request.caller.call(signedFor: "execute-api", body: call.body)
        } catch let error as ServiceError {
            throw .invalidSignature(error.message)
        } catch {
            throw .missingToken
        }
        if case .anonymous = signed.caller { throw .missingToken }
        try await ask(policy, signed, call, arn)
        call.authorized = .signed(signed)
    }

    /// Whether policies let the caller, or anybody, invoke the method.
    private func ask(
        _ policy: NamedPolicy?, _ caller: Call, _ call: APICall, _ arn: String
    ) async throws(GatewayRefusal) {
        let permission = Permission(
            "execute-api:Invoke", on: arn, in: call.api.accountID, resourcePolicy: policy)
        let decision: Decision
        do {
            decision = try await parts.gateway.seams.authorizer.decide(permission, caller)
        } catch {
            throw .configuration
        }
        guard !decision.isAllowed else { return }
        call.request.note.note(denied: permission)
        let principal = caller.caller.accountID == nil ? "anonymous" : caller.caller.arn
        throw .denied(
            decision.message(
                principal: principal, action: permission.action,
                resource: arn.replacing(":\(call.api.accountID):", with: ":********\(call.api.accountID.suffix(4)):")))
    }

    private func ask(
        _ authorizer: MethodAuthorizer, _ call: inout APICall, _ method: ServedMethod, _ arn: String
    ) async throws(GatewayRefusal) {
        call.authorized = .function(try await result(of: authorizer, call, method, arn))
    }

    func result(
        of authorizer: MethodAuthorizer, _ call: APICall, _ method: ServedMethod, _ arn: String
    ) async throws(GatewayRefusal) -> AuthorizerResult {
        var identity: [String] = []
        for source in authorizer.sources {
            guard let value = call.value(of: source) else { throw .unauthorized }
            identity.append(value)
        }
        if authorizer.isOfToken, let token = identity.first, let validation = authorizer.validation,
            !validation.matches(token)
        {
            throw .unauthorized
        }
        let event = RESTEvent(call: call, method: method, deploymentID: "")
        do {
            return try await parts.authorizers.result(
                of: authorizer.id, keptSeconds: identity.isEmpty ? 0 : authorizer.keptSeconds, identity: identity, arn,
                call
            ) { () async throws(FunctionAuthorizers.Refusal) in
                try await parts.authorizers.ask(
                    authorizer.target, authorizer.credentials,
                    authorizer.isOfToken
                        ? event.tokenEvent(identity.first ?? "", arn: arn) : event.requestEvent(arn: arn),
                    authorizer.id, isSimple: false, call)
            }
        } catch {
            switch error {
            case .unauthorized: throw .unauthorized
            case .denied: throw .denied("User is not authorized to access this resource with an explicit deny")
            case .failed: throw .authorizerFailed
            }
        }
    }

    private func checkKey(
        _ call: APICall, _ method: ServedMethod, _ methods: RESTMethods
    ) async throws(GatewayRefusal) -> KnownKey? {
        guard method.needsKey else { return nil }
        var value = call.headers.first("x-api-key")
        if methods.keyFromAuthorizer {
            value = nil
            if case .function(let result) = call.authorized { value = result.usageIdentifierKey }
        }
        return try await keys.check(value, call, method)
    }

    // MARK: Integration

    func integrate(
        _ call: APICall, _ method: ServedMethod, _ stage: ServedRESTStage, _ key: KnownKey?
    ) async throws(GatewayRefusal) -> APIReply {
        guard let integration = method.integration else { throw .configuration }
        switch integration.kind {
        case .function(let target):
            return try await invoke(call, method, stage, integration, target, key)
        case .http(let target, let name, let isProxy):
            let reply = try await forward(call, integration, target, name ?? call.request.method)
            return isProxy ? reply : try integration.answer(reply, call)
        case .mock: return try integration.mocked(call)
        }
    }

    private func invoke(
        _ call: APICall, _ method: ServedMethod, _ stage: ServedRESTStage, _ integration: ServedMethodIntegration,
        _ target: FunctionTarget, _ key: KnownKey?
    ) async throws(GatewayRefusal) -> APIReply {
        let isBinary = stage.methods.binaryTypes.contains(call.headers.first("content-type"))
        let event = RESTEvent(call: call, method: method, deploymentID: stage.deploymentID, key: key)
        let arn = call.arn(call.request.method, method.path)
        let outcome = await parts.functions.invoke(
            target.arn.filled(call.variables), event.proxyEvent(isBinary: isBinary), for: arn,
            credentials: integration.credentials, milliseconds: integration.timeoutMilliseconds, call)
        switch outcome {
        case .returned(let bytes):
            guard var reply = FunctionAnswer.read(bytes, .rest) else { throw .badGateway }
            let isWanted =
                stage.methods.binaryTypes.contains(call.headers.first("accept"))
                || stage.methods.binaryTypes.contains(reply.headers.first("content-type"))
            if isWanted, FunctionAnswer.isBase64(bytes) {
                guard let decoded = Data(base64Encoded: Data(reply.body)) else { throw .badGateway }
                reply.body = [UInt8](decoded)
            }
            reply.headers.set("X-Amzn-Trace-Id", call.traceID)
            return reply
        case .failed: throw .badGateway
        case .refused: throw .configuration
        case .timedOut: throw .timedOut
        }
    }

    private func forward(
        _ call: APICall, _ integration: ServedMethodIntegration, _ target: HTTPTarget, _ method: String
    ) async throws(GatewayRefusal) -> APIReply {
        var outgoing = OutgoingRequest(headers: call.forwardedHeaders, query: call.query)
        var parameters = call.parameters
        outgoing.headers.set("x-amzn-apigateway-api-id", call.api.id)
        for mapping in integration.parameters {
            guard let value = RESTMapping.value(mapping.source, call) else { continue }
            let parts = mapping.target.split(separator: ".", maxSplits: 3).map(String.init)
            guard parts.count == 4 else { continue }
            switch parts[2] {
            // It tells through whose hands a request went, which is not the API's to say.
            case "header" where parts[3].equalsIgnoringASCIICase("x-forwarded-for"): continue
            case "header": outgoing.headers.set(parts[3], value)
            case "querystring":
                outgoing.query.removeAll { $0.name == parts[3] }
                outgoing.query.append(QueryParameter(parts[3], value))
            default:
                parameters.removeAll { $0.name == parts[3] }
                parameters.append((parts[3], PercentCoding.encodePath(value)))
            }
        }
        let body = try integration.body(call)
        let outcome = await self.parts.servers.send(
            method, target.filled(call.variables, parameters), outgoing, body: body,
            milliseconds: integration.timeoutMilliseconds)
        switch outcome {
        case .answered(let reply): return reply
        case .unreachable: throw .unreachable
        case .timedOut: throw .timedOut
        }
    }
}
