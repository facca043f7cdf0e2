import FoundationEssentials
import Wire

/// Everything about one request that is not its operation's input.
package struct Call: Sendable {
    package let requestID: String
    /// S3's `x-amz-id-2`; empty elsewhere.
    package let hostID: String
    package let method: String
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
    /// What the service keeps from one step for the next.
    package let memo: CallMemo

    package init(
        requestID: String, hostID: String = "", method: String = "POST", time: Date, caller: Caller, region: String,
        client: Client, headers: HeaderFields,
        body: any RequestBody, buffered: BufferedBody? = nil, trail: Trail = Trail(), memo: CallMemo = CallMemo()
    ) {
        self.requestID = requestID
        self.hostID = hostID
        self.method = method
        self.time = time
        self.caller = caller
        self.region = region
        self.client = client
        self.headers = headers
        self.body = body
        self.buffered = buffered
        self.trail = trail
        self.memo = memo
    }

    /// The same call, for a question that nobody is to be told the answer of.
    package var withoutTrail: Call {
        Call(
            requestID: requestID, hostID: hostID, method: method, time: time, caller: caller, region: region,
            client: client,
            headers: headers, body: body, buffered: buffered, trail: .none, memo: memo)
    }

    /// The other end of the connection.
    package struct Client: Sendable {
        /// Without port.
        package let address: String
        package let isSecure: Bool
        /// The Host header as sent.
        package let host: String
        /// Of S3: the bucket stands in the host, and not in the path.
        package let hostNamesBucket: Bool
        package let userAgent: String
        /// How the request was signed, for `s3:authType` and `s3:signatureversion`.
        package let signature: SignatureFacts

        package init(
            address: String, isSecure: Bool, host: String, hostNamesBucket: Bool = false, userAgent: String,
            signature: SignatureFacts = .none
        ) {
            self.address = address
            self.isSecure = isSecure
            self.host = host
            self.hostNamesBucket = hostNamesBucket
            self.userAgent = userAgent
            self.signature = signature
        }
    }

    package enum SignatureFacts: Sendable, Equatable {
        case none
        case header(version: String)
        case query(version: String, ageSeconds: Int)
        /// The policy of an upload form.
        case form(version: String)
    }
}
