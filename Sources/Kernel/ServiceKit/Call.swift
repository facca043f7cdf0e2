import FoundationEssentials
import Wire

/// Everything about one request that is not its operation's input.
package struct Call: Sendable {
    package let requestID: String
    package let time: Date
    package let caller: Caller
    /// The signature's region; calls without one find theirs through the resource they name.
    package let region: String
    package let client: Client
    package let headers: HeaderFields
    /// The request's body; empty once the operation's input was decoded from it.
    package let body: any RequestBody
    /// What the input was decoded from, where the body was read into memory.
    package let buffered: BufferedBody?
    /// What led to the answer, for whoever asks why.
    package let trail: Trail

    package init(
        requestID: String, time: Date, caller: Caller, region: String, client: Client, headers: HeaderFields,
        body: any RequestBody, buffered: BufferedBody? = nil, trail: Trail = Trail()
    ) {
        self.requestID = requestID
        self.time = time
        self.caller = caller
        self.region = region
        self.client = client
        self.headers = headers
        self.body = body
        self.buffered = buffered
        self.trail = trail
    }

    /// The other end of the connection.
    package struct Client: Sendable {
        /// Without port.
        package let address: String
        package let isSecure: Bool
        /// The Host header as sent.
        package let host: String
        package let userAgent: String
        /// How the request was signed, for `s3:authType` and `s3:signatureversion`.
        package let signature: SignatureFacts

        package init(
            address: String, isSecure: Bool, host: String, userAgent: String, signature: SignatureFacts = .none
        ) {
            self.address = address
            self.isSecure = isSecure
            self.host = host
            self.userAgent = userAgent
            self.signature = signature
        }
    }

    package enum SignatureFacts: Sendable, Equatable {
        case none
        case header(version: String)
        case query(version: String, ageSeconds: Int)
    }
}
