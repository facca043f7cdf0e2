import FoundationEssentials
import LambdaModel
import Logging
import PolicyEngine
import ServiceKit
import Storage
import Wire

/// Calls of functions by their URLs.
extension Lambda {
    private static let forbidden = FunctionURLAnswer.message(
        403,
        "Forbidden. For troubleshooting Function URL authorization issues, see: "
            + "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html", type: "AccessDeniedException")

    func answer(_ request: APIRequest, at address: FunctionURLAddress) async -> APIAnswer {
        request.note.note(service: "lambda", operation: "InvokeFunctionUrl", resource: address.id)
        do {
            guard let url = try await store.read({ try $0.find(FunctionURL.self, index: FunctionURL.byID(address.id)) })
            else { return Self.forbidden }
            request.note.note(
                service: "lambda", operation: "InvokeFunctionUrl", resource: url.address.qualifiedARN)
            let cors = url.cors.map { FunctionURLCORS(rules: $0) }
            if let cors, FunctionURLCORS.isPreflight(request) {
                return APIAnswer(status: 200, headers: cors.preflight(request.headers))
            }
            var answer = try await answer(request, url, path: address.path)
            cors?.finish(&answer.headers, for: request.headers)
            answer.headers.set("x-amzn-RequestId", request.call.requestID)
            return request.method == "HEAD" ? answer.withoutBody : answer
        } catch {
            logger.error("a function URL could not be answered", metadata: ["error": "\(error)"])
            return FunctionURLAnswer.failed
        }
    }

    private func answer(_ request: APIRequest, _ url: FunctionURL, path: String) async throws -> APIAnswer {
        struct TooLong: Error {}
        let body: [UInt8]
        do {
            body = try await request.call.body.collect(limit: Self.largestPayload, refusal: TooLong()).bytes
        } catch is TooLong {
            return Self.tooLong
        } catch StorageError.overloaded { return Self.answer(to: .throttled("CallerRateLimitExceeded")) }
        let call: Call
        do {
            call = try await self.call(of: request, url, body: body)
        } catch let refusal as ServiceError { return Self.answer(to: refusal) }
        guard try await mayCall(url, request, call) else { return Self.forbidden }
        let event = FunctionURLEvent(url: url, request: request, path: path, call: call, body: body).document()
        guard event.count <= Self.largestPayload else { return Self.tooLong }
        return try await run(event, url, requestID: request.call.requestID)
    }

    private static let tooLong = FunctionURLAnswer.message(
        413, "Request must be smaller than \(largestPayload) bytes for the InvokeFunction operation",
        type: "RequestEntityTooLargeException")

    private func call(of request: APIRequest, _ url: FunctionURL, body: [UInt8]) async throws -> Call {
        guard url.authType == FunctionUrlAuthType.awsIam.rawValue else { return request.call }
        return try await request.caller.call(signedFor: "lambda", body: body)
    }

    /// Since 2025 URLs need two permissions: for the URL, and for the function behind it.
    private func mayCall(_ url: FunctionURL, _ request: APIRequest, _ call: Call) async throws -> Bool {
        if url.authType == FunctionUrlAuthType.awsIam.rawValue, case .anonymous = call.caller { return false }
        let arn = url.address.qualifiedARN
        var forURL = try await ownPermission("lambda:InvokeFunctionUrl", on: arn)
        forURL.context["lambda:FunctionUrlAuthType"] = [url.authType]
        forURL.context["lambda:FunctionArn"] = [arn]
        var forFunction = forURL
        forFunction.action = "lambda:InvokeFunction"
        forFunction.context["lambda:InvokedViaFunctionUrl"] = ["true"]
        for permission in [forURL, forFunction] {
            guard try await authorizer.decide(permission, call).isAllowed else {
                request.note.note(denied: permission)
                return false
            }
        }
        return true
    }

    private func run(_ event: [UInt8], _ url: FunctionURL, requestID: String) async throws -> APIAnswer {
        do {
            let (function, version, alias) = try await store.read { try $0.resolve(url.address) }
            guard function.incarnation == url.incarnation else { return Self.forbidden }
            let result = try await run(
                function, try await chosen(version, of: function, alias),
                FunctionEvent(requestID: requestID, payload: event, invokedARN: url.address.qualifiedARN))
            guard result.functionError == nil else { return FunctionURLAnswer.failed }
            return FunctionURLAnswer.read(result.payload) ?? FunctionURLAnswer.failed
        } catch let refusal as ServiceError where refusal.status >= 500 {
            logger.warning(
                "a function behind a URL was not run",
                metadata: ["function": "\(url.address.qualifiedARN)", "reason": "\(refusal.message)"])
            return FunctionURLAnswer.failed
        } catch let refusal as ServiceError { return Self.answer(to: refusal) }
    }

    private static func answer(to refusal: ServiceError) -> APIAnswer {
        FunctionURLAnswer.message(refusal.status, refusal.message, type: refusal.code)
    }
}

extension APIAnswer {
    /// What HEAD gets: the length of what is not sent.
    var withoutBody: APIAnswer {
        APIAnswer(status: status, headers: headers, body: .bytes([]), contentLength: body.byteCount)
    }
}
