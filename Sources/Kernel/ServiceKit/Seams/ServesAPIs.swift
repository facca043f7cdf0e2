import FoundationEssentials
import Wire

/// Answers requests that programs send to APIs and to URLs of functions. They speak no protocol of AWS's: what they ask
/// and get is their makers' business.
package protocol ServesAPIs: Sendable {
    /// Whether a request's host and path are of this kind, as their form alone tells.
    func owns(host: String, path: String) -> Bool
    func answer(_ request: APIRequest) async -> APIAnswer
}

package struct APIRequest: Sendable {
    package var method: String
    /// As it came, neither decoded nor normalised.
    package var rawPath: String
    package var rawQuery: String
    /// Without port, in lower case.
    package var hostName: String
    package var headers: HeaderFields
    /// Of nobody, until somebody is proven; its body is read once.
    package var call: Call
    package var caller: any ProvesCallers
    /// What the access log says of it.
    package var note: any NotesAPICalls

    package init(
        method: String, rawPath: String, rawQuery: String, hostName: String, headers: HeaderFields, call: Call,
        caller: any ProvesCallers, note: any NotesAPICalls
    ) {
        self.method = method
        self.rawPath = rawPath
        self.rawQuery = rawQuery
        self.hostName = hostName
        self.headers = headers
        self.call = call
        self.caller = caller
        self.note = note
    }
}

/// Checks the signature on a request to an API.
package protocol ProvesCallers: Sendable {
    /// - Parameters:
    ///   - service: the name in the signature's scope: `execute-api`, `lambda`.
    ///   - body: the whole body, which is signed too.
    /// - Returns: the call as its caller's, in the region of its signature; the same call where nothing is signed.
    /// - Throws: `ServiceError`, as a service of REST-JSON words it.
    func call(signedFor service: String, body: [UInt8]) async throws -> Call
}

/// Takes down what a request to an API was about.
package protocol NotesAPICalls: Sendable {
    func note(service: String, operation: String, resource: String)
    func note(denied permission: Permission)
}

package struct APIAnswer: Sendable {
    package var status: Int
    package var headers: HeaderFields
    package var body: ResponseBody
    /// Of an answer to HEAD, whose body is not sent.
    package var contentLength: Int?

    package init(
        status: Int, headers: HeaderFields = HeaderFields(), body: ResponseBody = .bytes([]), contentLength: Int? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.contentLength = contentLength
    }
}
