import AWSClient
import FoundationEssentials
import ServiceKit
import Wire

extension FilesApplication {
    /// The header in which the page brings its session's token.
    static let formTokenHeader = "x-files-token"

    func answer(_ request: PageRequest, named name: String, at now: Date) async -> PageReply {
        guard let endpoint = FilesEndpoint.all[name] else {
            return Self.refusal(AWSFailure(status: 404, code: "NotFound", message: "There is no such call."))
        }
        guard request.method == endpoint.method else {
            return Self.refusal(AWSFailure(status: 405, code: "MethodNotAllowed", message: "Method Not Allowed"))
        }
        guard let session = session(request, at: now) else { return Self.signedOut }
        if endpoint.method == "POST", request.headers.first(Self.formTokenHeader) != session.formToken {
            return Self.refusal(
                AWSFailure(status: 403, code: "Forbidden", message: "The call is not of this page."))
        }
        let body = request.body.isEmpty ? JSONValue.object([]) : (try? JSONValue(parsing: request.body)) ?? .null
        let call = FilesCall(session: session, query: request.query, body: body, time: now, links: links)
        do {
            try await session.check()
            return Self.reply(200, try await perform(endpoint, call))
        } catch is UserSession.Ended {
            sessions.remove(session.id)
            return Self.signedOut
        } catch let failure as AWSFailure {
            // The pool does not change the tokens of who was disabled.
            if failure.code == "NotAuthorizedException" {
                sessions.remove(session.id)
                return Self.signedOut
            }
            return Self.refusal(failure)
        } catch {
            return Self.refusal(
                AWSFailure(status: 502, code: "Unreachable", message: "The server could not be reached."))
        }
    }

    /// Credentials that were ended early are replaced once.
    private func perform(_ endpoint: FilesEndpoint, _ call: FilesCall) async throws -> JSONValue {
        do {
            return try await endpoint.perform(call)
        } catch let failure as AWSFailure
            where ["ExpiredToken", "InvalidToken", "InvalidAccessKeyId", AWSFailure.unnamed].contains(failure.code)
        {
            await call.session.forgetCredentials()
            return try await endpoint.perform(call)
        }
    }

    /// `GET /open?bucket=…&key=…`: leads to the file itself. A player comes back to that address for as long as it plays.
    func open(_ request: PageRequest, at now: Date) async -> PageReply {
        guard let session = session(request, at: now) else { return page.notFound(request) }
        let call = FilesCall(session: session, query: request.query, body: [:], time: now, links: links)
        do {
            let (bucket, key) = (try call.bucket, try call.key)
            try await session.check()
            let storage = try await session.storage()
            var parameters: [(String, String)] = []
            if call.optionalText("download") != nil {
                parameters.append(("response-content-disposition", Self.attachment(key)))
            }
            let url = try storage.client.presigned(
                "s3", "GET", UserStorage.path(bucket, key), query: parameters, seconds: storage.seconds(3600, at: now))
            return .redirect(to: url)
        } catch is UserSession.Ended {
            sessions.remove(session.id)
            return page.notFound(request)
        } catch { return page.notFound(request) }
    }

    /// RFC 6266: the file's own name, whatever letters it has.
    static func attachment(_ key: String) -> String {
        let name = key.split(separator: "/").last.map(String.init) ?? "file"
        return "attachment; filename*=UTF-8''" + PercentCoding.encode(name)
    }

    private static let signedOut = reply(401, ["error": ["code": "SignedOut", "message": "Nobody is signed in."]])

    private static func refusal(_ failure: AWSFailure) -> PageReply {
        reply(
            failure.status < 400 ? 502 : failure.status,
            [
                "error": [
                    "code": .string(failure.code), "message": .string(failure.message),
                    "requestId": .string(failure.requestID),
                ]
            ])
    }

    static func reply(_ status: Int, _ document: JSONValue) -> PageReply {
        var reply = PageReply(status: status, contentType: "application/json", body: document.serialized())
        reply.headers.set("Cache-Control", "no-store")
        reply.headers.set("X-Content-Type-Options", "nosniff")
        return reply
    }
}
