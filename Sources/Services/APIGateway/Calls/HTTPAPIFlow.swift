import FoundationEssentials
import PolicyEngine
import ServiceKit
import Storage
import Wire

/// The life of a request to an HTTP API: preflight, route, throttle, authorize, integrate, answer.
struct HTTPAPIFlow: Sendable {
    let parts: CallParts

    func answer(_ request: APIRequest, _ api: ServedHTTPAPI, _ place: CallPlace) async -> APIAnswer {
        if let cors = api.cors, CORSRules.isPreflight(request) {
            return APIAnswer(APIReply(status: 204, headers: cors.preflight(request.headers)), for: request)
        }
        guard let found = place.stage(among: { api.stages[$0] != nil }), let stage = api.stages[found.name] else {
            return finished(.message(404, "Not Found"), request, api, requestID())
        }
        var call = call(request, place, stage, path: found.path.isEmpty ? "/" : found.path)
        let reply = await reply(&call, stage)
        let answer = finished(reply, request, api, call.requestID)
        if let format = stage.accessLog {
            let line = format.line(call, reply, at: parts.gateway.clock.now)
            parts.gateway.seams.accessLogs.write(
                line, to: format.destinationARN, stream: "\(call.api.id)/\(call.stage)", account: call.api.accountID,
                role: nil, at: call.time)
        }
        return answer
    }

    private func finished(
        _ reply: APIReply, _ request: APIRequest, _ api: ServedHTTPAPI, _ requestID: String
    ) -> APIAnswer {
        var reply = reply
        api.cors?.finish(&reply.headers, for: request.headers)
        reply.headers.set("apigw-requestid", requestID)
        return APIAnswer(reply, for: request)
    }

    /// Eleven bytes in base 64, as AWS's ids of such requests look.
    private func requestID() -> String { Data(parts.gateway.randomness.bytes(11)).base64EncodedString() }

    private func call(
        _ request: APIRequest, _ place: CallPlace, _ stage: ServedHTTPStage, path: String
    ) -> APICall {
        let now = parts.gateway.clock.now
        return APICall(
            request: request, api: place.api, stage: stage.name, variables: stage.variables, path: path,
            fullPath: stage.name == "$default" || place.isByDomain ? path : "/\(stage.name)\(path)",
            domainName: place.domainName, requestID: requestID(), time: now,
            query: PercentCoding.parseQuery(request.rawQuery), traceID: parts.traceID(of: request, at: now))
    }

    private func reply(_ call: inout APICall, _ stage: ServedHTTPStage) async -> APIReply {
        guard !CallParts.hasTooLongHeaders(call.request) else {
            return .message(431, "Request Header Fields Too Large")
        }
        guard !CallParts.isLoop(call.request) else { return .message(508, "Loop Detected") }
        let match = stage.routes.tree.match(method: call.request.method, path: call.path)
        guard let route = match?.leaf ?? stage.routes.fallback else { return .message(404, "Not Found") }
        call.routeKey = route.key
        call.parameters = match?.parameters ?? []
        let arn = call.arn(route.path == "$default" ? "$default" : call.request.method, route.path)
        let resource = route.path == "$default" ? call.shortARN : arn
        call.request.note.note(service: "execute-api", operation: "Invoke", resource: resource)
        if !stage.throttles.isEmpty, !takes(call, route, stage) { return .message(429, "Too Many Requests") }
        do {
            guard let body = try await CallParts.body(of: call.request) else {
                return .message(413, "Request Entity Too Large")
            }
            call.body = body
        } catch StorageError.overloaded {
            return .message(429, "Too Many Requests")
        } catch {
            return .message(400, "Bad Request")
        }
        if let refusal = await authorize(&call, route, resource) { return refusal }
        guard let integration = route.integration else { return .message(500, "Internal Server Error") }
        return await integrate(call, route, integration, resource)
    }

    private func takes(_ call: APICall, _ route: ServedHTTPRoute, _ stage: ServedHTTPStage) -> Bool {
        guard let limit = stage.throttles.byRoute[route.key] ?? stage.throttles.standard else { return true }
        return parts.throttles.take("\(call.api.id)/\(stage.name)/\(route.key)", limit, at: call.time)
    }

    // MARK: Authorization

    /// Nil if the caller was let in.
    private func authorize(_ call: inout APICall, _ route: ServedHTTPRoute, _ arn: String) async -> APIReply? {
        switch route.authorization {
        case .none: return nil
        case .nobody: return .message(500, "Internal Server Error")
        case .iam: return await authorizeSigned(&call, arn)
        case .jwt(let authorizer): return await authorizeToken(&call, authorizer, route)
        case .function(let authorizer):
            do {
                let result = try await parts.authorizers.authorize(authorizer, call, arn: arn, resource: route.path)
                call.authorized = .function(result)
                return nil
            } catch {
                switch error {
                case .unauthorized: return .message(401, "Unauthorized")
                case .denied: return .message(403, "Forbidden")
                case .failed: return .message(500, "Internal Server Error")
                }
            }
        }
    }

    private func authorizeToken(
        _ call: inout APICall, _ authorizer: JWTAuthorizer, _ route: ServedHTTPRoute
    ) async -> APIReply? {
        guard var token = call.value(of: authorizer.source) else { return .unauthorized(nil) }
        if token.hasPrefixIgnoringASCIICase("bearer ") { token = String(token.dropFirst("bearer ".count)) }
        do {
            let known = try await authorizer.check(token, scopes: route.scopes, parts.tokens, at: call.time)
            call.authorized = .token(known, scopes: route.scopes)
            return nil
        } catch {
            switch error {
            case .unauthorized(let reason): return .unauthorized(reason)
            case .insufficientScope(let scopes): return .insufficientScope(scopes)
            }
        }
    }

    private func authorizeSigned(_ call: inout APICall, _ arn: String) async -> APIReply? {
        do {
            let signed = try await call.request.caller.call(signedFor: "execute-api", body: call.body)
            if case .anonymous = signed.caller { return .message(403, "Forbidden") }
            // The API has no policy of its own to let other accounts in by.
            guard signed.caller.accountID == call.api.accountID else { return .message(403, "Forbidden") }
            let permission = Permission("execute-api:Invoke", on: arn, in: call.api.accountID)
            guard try await parts.gateway.seams.authorizer.decide(permission, signed).isAllowed else {
                call.request.note.note(denied: permission)
                return .message(403, "Forbidden")
            }
            call.authorized = .signed(signed)
            return nil
        } catch {
            return .message(403, "Forbidden")
        }
    }

    // MARK: Integration

    private func integrate(
        _ call: APICall, _ route: ServedHTTPRoute, _ integration: ServedHTTPIntegration, _ arn: String
    ) async -> APIReply {
        var reply =
            switch integration.kind {
            case .function(let target, let isVersion2):
                await invoke(call, route, integration, target, isVersion2: isVersion2, arn)
            case .http(let target, let method):
                await forward(call, integration, target, method ?? call.request.method)
            }
        integration.response.apply(to: &reply, call)
        return reply
    }

    private func invoke(
        _ call: APICall, _ route: ServedHTTPRoute, _ integration: ServedHTTPIntegration, _ target: FunctionTarget,
        isVersion2: Bool, _ arn: String
    ) async -> APIReply {
        let mapped = call.mapped(by: integration.request)
        let event =
            isVersion2
            ? PayloadVersion2(call: mapped).proxyEvent()
            : PayloadVersion1(call: mapped, resource: route.path).proxyEvent()
        let outcome = await parts.functions.invoke(
            target.arn.filled(call.variables), event, for: arn, credentials: integration.credentials,
            milliseconds: integration.timeoutMilliseconds, call)
        switch outcome {
        case .returned(let bytes):
            let read = FunctionAnswer.read(bytes, isVersion2 ? .version2 : .version1)
            return read ?? .internalError("Unable to parse the function's answer")
        case .failed(let reason), .refused(let reason): return .internalError(reason)
        case .timedOut: return .message(503, "Service Unavailable")
        }
    }

    private func forward(
        _ call: APICall, _ integration: ServedHTTPIntegration, _ target: HTTPTarget, _ method: String
    ) async -> APIReply {
        var outgoing = OutgoingRequest(headers: call.headers, query: call.query)
        outgoing.headers.set(
            "forwarded",
            "by=\(call.domainName);for=\(call.sourceIP);host=\(call.domainName);proto="
                + (call.request.call.client.isSecure ? "https" : "http"))
        let before = call.headers.all("via").joined(separator: ", ")
        outgoing.headers.set("via", (before.isEmpty ? "" : before + ", ") + "HTTP/1.1 AmazonAPIGateway")
        integration.request.apply(to: &outgoing, call)
        let outcome = await parts.servers.send(
            method, target.filled(call.variables, call.parameters), outgoing, body: call.body,
            milliseconds: integration.timeoutMilliseconds)
        switch outcome {
        case .answered(let reply): return reply
        case .unreachable, .timedOut: return .message(503, "Service Unavailable")
        }
    }
}

extension APICall {
    /// Of the route `$default`.
    fileprivate var shortARN: String {
        "arn:aws:execute-api:\(api.region):\(api.accountID):\(api.id)/\(stage)/$default"
    }

    /// The call with its headers, query and path changed for the integration.
    fileprivate func mapped(by mapping: RequestMapping) -> APICall {
        guard !mapping.isEmpty else { return self }
        var outgoing = OutgoingRequest(headers: headers, query: query)
        mapping.apply(to: &outgoing, self)
        var changed = request
        changed.headers = outgoing.headers
        changed.rawQuery = outgoing.query.map { parameter in
            PercentCoding.encode(parameter.name) + "=" + PercentCoding.encode(parameter.value ?? "")
        }.joined(separator: "&")
        var call = APICall(
            request: changed, api: api, stage: stage, variables: variables, path: outgoing.path ?? path,
            fullPath: outgoing.path ?? fullPath, domainName: domainName, requestID: requestID, time: time,
            query: outgoing.query, traceID: traceID)
        (call.body, call.routeKey, call.parameters, call.authorized) = (body, routeKey, parameters, authorized)
        return call
    }
}

extension APIReply {
    /// - Parameter reason: nil where there was no token.
    static func unauthorized(_ reason: String?) -> APIReply {
        var reply = APIReply.message(401, "Unauthorized")
        reply.headers.add(
            "www-authenticate",
            reason.map { "Bearer scope=\"\" error=\"invalid_token\" error_description=\"\($0)\"" } ?? "Bearer")
        reply.error = reason ?? "Unauthorized"
        return reply
    }

    static func insufficientScope(_ scopes: [String]) -> APIReply {
        var reply = APIReply.message(403, "Forbidden")
        reply.headers.add(
            "www-authenticate",
            "Bearer scope=\"\(scopes.joined(separator: " "))\" error=\"insufficient_scope\" "
                + "error_description=\"the token does not have any of the required scopes\"")
        return reply
    }

    static func internalError(_ reason: String) -> APIReply {
        var reply = APIReply.message(500, "Internal Server Error")
        reply.error = reason
        return reply
    }
}
