import PolicyEngine
import S3Model
import ServiceKit
import Wire

extension S3: ServesWebsites {
    package func page(
        _ path: String, query: String, of bucket: String, base: String, _ call: Call
    ) async -> WebsiteAnswer {
        do {
            return try await site(path, query: query, of: bucket, base: base, call)
        } catch {
            return Self.page(of: Self.shown(error), call)
        }
    }

    private func site(
        _ path: String, query: String, of name: String, base: String, _ call: Call
    ) async throws -> WebsiteAnswer {
        guard call.method == "GET" || call.method == "HEAD" else {
            throw ServiceError.methodNotAllowed(call.method, on: "OBJECT")
        }
        guard
            let visit = WebsiteVisit(
                path: path, query: query, host: call.client.host, isSecure: call.client.isSecure, base: base)
        else { throw ServiceError("InvalidURI", "Couldn't parse the specified URI.", status: 400) }
        let bucket = try await bucket(name, expectedOwner: nil, call).bucket
        let configuration: WebsiteConfiguration? = try await setting(.website, of: bucket)
        guard let configuration else {
            throw ServiceError.settingMissing(
                "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration", name)
        }
        return try await answer(visit, WebsiteRouting(configuration), name, call)
    }

    private func answer(
        _ visit: WebsiteVisit, _ routing: WebsiteRouting, _ bucket: String, _ call: Call
    ) async throws -> WebsiteAnswer {
        let key: String
        switch routing.start(visit) {
        case .redirect(let redirect): return Self.redirection(redirect)
        case .object(let found): key = found
        }
        do {
            return try await document(key, of: bucket, visit, call)
        } catch let error as ServiceError where error.status != 304 {
            if error.status == 404, let folder = routing.folder(visit),
                (try? await document(folder.index, of: bucket, visit, call)) != nil
            {
                return Self.redirection(folder.redirect)
            }
            if let redirect = routing.redirect(afterError: error.status, visit) { return Self.redirection(redirect) }
            return await page(of: error, routing.errorDocument(for: error.status), bucket, visit, call)
        }
    }

    /// The site's own document for errors, or one of ours.
    private func page(
        of error: ServiceError, _ key: String?, _ bucket: String, _ visit: WebsiteVisit, _ call: Call
    ) async -> WebsiteAnswer {
        guard let key else { return Self.page(of: error, call) }
        do {
            var answer = try await document(key, of: bucket, visit, call, isPlain: true)
            answer.status = error.status
            return answer
        } catch let inner {
            return Self.page(of: error, call, documentError: Self.shown(inner))
        }
    }

    /// An object as a document, if anybody may read it.
    /// - Parameter isPlain: whole and without conditions, as the document of an error is.
    private func document(
        _ key: String, of bucket: String, _ visit: WebsiteVisit, _ call: Call, isPlain: Bool = false
    ) async throws -> WebsiteAnswer {
        let request = WireRequest(
            method: "GET", pathLabels: ["Bucket": bucket, "Key": key], query: [],
            headers: isPlain ? HeaderFields() : call.headers)
        var violations = Violations()
        let input = try GetObjectRequest.decode(request, &violations)
        for permission in try await onObject("s3:GetObject", input, call) {
            let decision = try await authorizer.decide(permission, call)
            guard decision.isAllowed else { throw ServiceError.accessDenied() }
        }
        // Who may read a page may know that there is none: nobody asks a visitor whether they may list.
        guard try await locate(input, call).1.found != nil else { throw ServiceError.noSuchKey(key) }
        let streamed = try await getObject(input, call)
        if let location = streamed.output.websiteRedirectLocation {
            return Self.redirection(WebsiteRedirect(status: 301, location: visit.location(ofMoved: location)))
        }
        var response = streamed.output.encode(GetObjectRequest.operation, requestID: call.requestID)
        response.headers.remove("content-length")
        return WebsiteAnswer(
            status: streamed.status ?? response.status, headers: response.headers, body: streamed.body)
    }

    private static func redirection(_ redirect: WebsiteRedirect) -> WebsiteAnswer {
        WebsiteAnswer(
            status: redirect.status, headers: HeaderFields([("Location", redirect.location)]), body: .bytes([]))
    }

    private static func page(
        of error: ServiceError, _ call: Call, documentError: ServiceError? = nil
    ) -> WebsiteAnswer {
        guard error.status != 304 else {
            return WebsiteAnswer(
                status: 304, headers: HeaderFields(error.headers.map { ($0.name, $0.value) }), body: .bytes([]))
        }
        let page = WebsiteErrorPage(
            error, requestID: call.requestID, hostID: call.hostID, documentError: documentError)
        return WebsiteAnswer(status: error.status, headers: page.headers, body: .bytes(page.body))
    }

    private static func shown(_ error: any Error) -> ServiceError {
        error as? ServiceError
            ?? ServiceError(
                "InternalError", "We encountered an internal error. Please try again.", status: 500, cause: error)
    }
}
