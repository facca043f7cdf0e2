import FoundationEssentials
import ServiceKit
import Wire

/// Answers requests to APIs.
package struct APICalls: ServesAPIs {
    let gateway: APIGateway
    let http: HTTPAPIFlow
    let rest: RESTAPIFlow

    package init(_ gateway: APIGateway) {
        self.gateway = gateway
        let parts = CallParts(gateway)
        http = HTTPAPIFlow(parts: parts)
        rest = RESTAPIFlow(parts: parts)
    }

    package func owns(host: String, path: String) -> Bool {
        APIAddress.isNamed(host: host, path: path) || gateway.domains.contains(host)
    }

    package func answer(_ request: APIRequest) async -> APIAnswer {
        do {
            if let address = APIAddress(host: request.hostName, path: request.rawPath) {
                return try await answer(request, at: address)
            }
            return try await answerByDomain(request)
        } catch {
            return APIAnswer(.message(500, "Internal Server Error"), for: request)
        }
    }

    private func answer(_ request: APIRequest, at address: APIAddress) async throws -> APIAnswer {
        guard let api = try await gateway.known.api(address.apiID), !api.isEndpointDisabled else {
            return APIAnswer(.message(403, "Forbidden"), for: request)
        }
        let domainName =
            address.isInHost ? request.hostName : "\(api.id).execute-api.\(api.region).amazonaws.com"
        let place = CallPlace(api: api, form: address.form, path: address.path, domainName: domainName)
        return await answer(request, at: place)
    }

    private func answerByDomain(_ request: APIRequest) async throws -> APIAnswer {
        guard let mapped = gateway.domains.find(host: request.hostName, path: request.rawPath),
            let api = try await gateway.known.api(mapped.apiID)
        else { return APIAnswer(.message(403, "Forbidden"), for: request) }
        let place = CallPlace(
            api: api, form: mapped.stage.map { .stageNamed($0) } ?? .stageFollows, path: mapped.path,
            domainName: request.hostName, isByDomain: true)
        return await answer(request, at: place)
    }

    private func answer(_ request: APIRequest, at place: CallPlace) async -> APIAnswer {
        switch place.api.kind {
        case .http(let api): await http.answer(request, api, place)
        case .rest(let api): await rest.answer(request, api, place)
        }
    }
}

/// Where a request leads: an API, a stage or what the stage is told by, and the path behind.
struct CallPlace: Sendable {
    let api: ServedAPI
    let form: APIAddress.Form
    let path: String
    let domainName: String
    var isByDomain = false

    /// The stage that is named, or the first segment if it is one of `stages`, else `$default`.
    func stage(among stages: (String) -> Bool) -> (name: String, path: String)? {
        switch form {
        case .stageNamed(let name): return stages(name) ? (name, path) : nil
        case .stageFollows:
            if let split = APIAddress.splitStage(path), stages(split.stage) { return (split.stage, split.rest) }
            return stages("$default") ? ("$default", path) : nil
        }
    }
}

extension APIAnswer {
    /// Of the connection, and the answer's time, which are the server's.
    private static let ofServer = FieldNames([
        "connection", "content-length", "date", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding",
        "upgrade",
    ])

    init(_ reply: APIReply, for request: APIRequest) {
        // A mapping may make a header of whatever the request brought: of more than one line it is none.
        let headers = HeaderFields(
            reply.headers.fields.filter {
                FunctionAnswer.isName($0.name) && FunctionAnswer.isValue($0.value) && !Self.ofServer.contains($0.name)
            })
        let hasBody = request.method != "HEAD" && reply.status != 204 && reply.status != 304
        self.init(
            status: reply.status, headers: headers, body: .bytes(hasBody ? reply.body : []),
            contentLength: request.method == "HEAD" && reply.status != 204 ? reply.body.count : nil)
    }
}
