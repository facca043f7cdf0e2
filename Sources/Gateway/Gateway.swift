import FoundationEssentials
import Logging
import PolicyEngine
import ServiceKit
import Storage
import Wire

/// The door: every request comes in here and is answered here.
package final class Gateway: AnswersRequests {
    private let dispatch: Dispatch
    let pipeline: OperationPipeline
    let pages: PageServer
    let clock: any Clock
    let defaultRegion: String
    let publicHost: String
    private let accessLog: AccessLog?
    let listeners: [any HearsOfRequests]
    let keyUses: (any NotesKeyUse)?
    let browsers: (any AnswersBrowsers)?
    let websites: (any ServesWebsites)?
    let apis: [any ServesAPIs]
    /// A sealed name of the denial, for the caller to hand to somebody who may read it.
    let denialMessage: @Sendable (_ requestID: String) -> String?
    let logger: Logger
    private let proxies: TrustedProxies

    package init(
        services: [ServedService], pages: [any ServesPages], authenticator: Authenticator,
        authorizer: any Authorizes, clock: any Clock, defaultRegion: String, publicHost: String,
        accessLog: AccessLog?, logger: Logger, listeners: [any HearsOfRequests] = [],
        keyUses: (any NotesKeyUse)? = nil, browsers: (any AnswersBrowsers)? = nil,
        websites: (any ServesWebsites)? = nil, apis: [any ServesAPIs] = [],
        proxies: TrustedProxies = TrustedProxies([]),
        denialMessage: @escaping @Sendable (_ requestID: String) -> String? = { _ in nil }
    ) {
        dispatch = Dispatch(services)
        pipeline = OperationPipeline(
            authenticator: authenticator, authorizer: authorizer, clock: clock, defaultRegion: defaultRegion)
        self.pages = PageServer(pages, clock: clock, logger: logger)
        self.clock = clock
        self.defaultRegion = defaultRegion
        self.publicHost = publicHost
        self.accessLog = accessLog
        self.logger = logger
        self.listeners = listeners
        self.keyUses = keyUses
        self.browsers = browsers
        self.websites = websites
        self.apis = apis
        self.denialMessage = denialMessage
        self.proxies = proxies
    }

    package func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        let request = proxies.client(of: request)
        // A host that is a page's as a whole, a user pool's domain for one, is not an API's to take.
        if let api = apis.first(where: { $0.owns(host: request.hostName, path: request.rawPath) }),
            await !isPageHost(request)
        {
            return await answerAPI(request, api)
        }
        if let website = WebsiteAddress(request, publicHost: publicHost) {
            return await answerWebsite(request, website)
        }
        let bucketInHost = BucketAddress.bucket(inHost: request.hostName, publicHost: publicHost)
        let destination =
            await isPageHost(request) ? .page : dispatch.destination(of: request, bucketInHost: bucketInHost)
        let record = AccessRecord(request, ids: RequestIDs(forS3: destination.isS3), started: clock.now)
        let answer =
            switch destination {
            case .operation(let service): await answerOperation(request, service, record)
            case .objectStorage(let service): await answerStorage(request, service, bucketInHost, record)
            case .storageControl(let service): await answerControl(request, service, record)
            case .preflight: ServiceCORS.preflight(request)
            case .page: await answerPage(request, record)
            }
        note(record, answer)
        return answer
    }

    func note(_ record: AccessRecord, _ answer: HTTPAnswer) {
        accessLog?.write(
            record, status: answer.status, byteCount: answer.contentLength ?? answer.body.byteCount, now: clock.now)
    }

    private func answerOperation(
        _ request: HTTPRequest, _ service: ServedService, _ record: AccessRecord
    ) async -> HTTPAnswer {
        record.service = service.model.name
        var answer: HTTPAnswer
        do {
            answer = HTTPAnswer(try await pipeline.run(request, service, record))
        } catch {
            answer = self.answer(to: error, service.model, request, record)
        }
        answer.headers.add(service.model.awsProtocol.requestIDHeader, record.ids.id)
        TableAnswers.finish(&answer, for: request, service.model)
        addDenialMessage(&answer, record)
        ServiceCORS.add(to: &answer.headers, for: request)
        tell(of: request, record, service.model, answer)
        return answer
    }

    private func answerStorage(
        _ request: HTTPRequest, _ service: ServedService, _ bucketInHost: String?, _ record: AccessRecord
    ) async -> HTTPAnswer {
        record.service = service.model.name
        var answer: HTTPAnswer
        do {
            answer =
                request.method == "OPTIONS"
                ? try await preflight(request, bucketInHost)
                : HTTPAnswer(
                    try await pipeline.runObjectStorage(request, service, bucketInHost: bucketInHost, record))
        } catch {
            answer = self.answer(to: error, service.model, request, record)
            // An error of HEAD has no document, and says so by its length.
            if request.method == "HEAD" || answer.status == 304 {
                answer.body = .bytes([])
                if answer.status == 304 { answer.headers.remove("content-type") }
            }
        }
        for header in record.memo.headers { answer.headers.set(header.name, header.value) }
        if bucketInHost == nil { SharedOrigin.confine(&answer.headers) }
        await addCrossOriginHeaders(&answer, request, bucketInHost)
        addDenialMessage(&answer, record)
        tell(of: request, record, service.model, answer)
        answer.headers.add("x-amz-request-id", record.ids.id)
        answer.headers.add("x-amz-id-2", record.ids.hostID)
        answer.headers.add("Server", "AmazonS3")
        return answer
    }

    /// The one place where an error becomes an answer.
    func answer(
        to error: any Error, _ model: ServiceModel, _ request: HTTPRequest, _ record: AccessRecord
    ) -> HTTPAnswer {
        let failure = ServiceError(answering: error, in: model)
        record.errorCode = failure.code
        record.errorMessage = failure.message
        if failure.status >= 500 {
            let cause = failure.cause ?? error
            logger.error(
                "a request failed",
                metadata: [
                    "requestId": "\(record.ids.id)", "operation": "\(record.operation)", "cause": "\(cause)",
                ])
        }
        let isS3 = model.awsProtocol == .restXML
        let reply = ErrorReply(
            failure.code, failure.message.isEmpty && !isS3 ? nil : failure.message, status: failure.status,
            members: failure.members.map { JSONValue.Member($0.name, .string($0.value)) } + failure.documents,
            resource: isS3 && failure.status == 404 && failure.members.isEmpty ? request.rawPath : nil)
        var response = reply.encoded(
            model.awsProtocol, xmlNamespace: model.xmlNamespace, isWrapped: model.wrapsErrors,
            names: model.errorNames, requestID: record.ids.id, hostID: record.ids.hostID)
        for header in failure.headers { response.headers.add(header.name, header.value) }
        return HTTPAnswer(Reply(response: response))
    }
}

extension HTTPAnswer {
    init(_ reply: Reply) {
        self.init(
            status: reply.response.status, headers: reply.response.headers,
            body: reply.body ?? .bytes(reply.response.body))
        // An answer to HEAD tells the length of what it does not send.
        if let length = headers.first("content-length").flatMap({ Int($0) }) {
            contentLength = length
            headers.remove("content-length")
        }
    }
}

extension ServiceError {
    /// Whatever was thrown, as the service's own error.
    init(answering error: any Error, in model: ServiceModel) {
        let isS3 = model.awsProtocol == .restXML
        switch error {
        case let error as ServiceError: self = error
        case let error as SerializationError:
            let reply = ErrorReply(error, in: model.awsProtocol)
            self.init(reply.code, reply.message ?? "", status: reply.status)
            members = reply.members.compactMap { member in
                if case .string(let text) = member.value { (member.key, text) } else { nil }
            }
        case StorageError.overloaded:
            self.init(
                isS3 ? "SlowDown" : model.awsProtocol == .query ? "Throttling" : "TooManyRequestsException",
                isS3 ? "Please reduce your request rate." : "Rate exceeded", status: isS3 ? 503 : 400)
        case IncomingBodyFailure.timedOut:
            self.init(
                "RequestTimeout",
                "Your socket connection to the server was not read from or written to within the timeout period. "
                    + "Idle connections will be closed.", status: 400)
        case is IncomingBodyFailure:
            self.init(
                "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header",
                status: 400)
        default:
            self.init(
                isS3 ? "InternalError" : "InternalFailure",
                isS3 ? "We encountered an internal error. Please try again." : "", status: 500, cause: error)
        }
    }
}
