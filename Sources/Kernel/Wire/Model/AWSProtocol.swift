/// How a service puts operations on the wire.
package enum AWSProtocol: Sendable {
    case json10, json11, query, restXML, restJSON

    package var contentType: String {
        switch self {
        case .json10: "application/x-amz-json-1.0"
        case .json11: "application/x-amz-json-1.1"
        case .query: "text/xml"
        case .restXML: "application/xml"
        case .restJSON: "application/json"
        }
    }

    /// The header in which every reply carries its request's id.
    package var requestIDHeader: String { self == .restXML ? "x-amz-request-id" : "x-amzn-RequestId" }
}
