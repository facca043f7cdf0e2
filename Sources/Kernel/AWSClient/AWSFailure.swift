import ServiceKit
import Wire

/// A refusal by a service, or what came in the place of an answer.
package struct AWSFailure: Error, Sendable {
    package var status: Int
    /// AWS's code, such as `NoSuchBucket`.
    package var code: String
    package var message: String
    package var requestID: String

    package init(status: Int, code: String, message: String, requestID: String = "") {
        self.status = status
        self.code = code
        self.message = message
        self.requestID = requestID
    }

    /// Reads the error of an answer, in JSON or XML.
    init(_ status: Int, _ headers: HeaderFields, _ body: [UInt8]) {
        let id = headers.first("x-amz-request-id") ?? headers.first("x-amzn-requestid") ?? ""
        if let document = try? JSONValue(parsing: body) {
            let type = headers.first("x-amzn-errortype") ?? document["__type"]?.string ?? document["code"]?.string ?? ""
            let code = type.split(separator: "#").last?.split(separator: ":").first.map(String.init) ?? ""
            let message = document["message"]?.string ?? document["Message"]?.string ?? ""
            self.init(status: status, code: code, message: message, requestID: id)
        } else if let found = try? Self.read(body) {
            self.init(status: status, code: found.code, message: found.message, requestID: id)
        } else {
            self.init(status: status, code: Self.code(of: status), message: "", requestID: id)
        }
    }

    /// The error that an answer of status 200 holds; nil where it holds none.
    package init?(within answer: OutboundAnswer) {
        guard var reader = try? XMLReader(answer.body), (try? reader.beginDocument(root: "Error")) != nil else {
            return nil
        }
        self.init(500, answer.headers, answer.body)
    }

    /// What was refused by an answer without a body, for any of many reasons.
    package static let unnamed = "BadRequest"

    /// Answers to HEAD have no body.
    private static func code(of status: Int) -> String {
        switch status {
        case 400: unnamed
        case 403: "AccessDenied"
        case 404: "NotFound"
        case 412: "PreconditionFailed"
        default: "HTTP\(status)"
        }
    }

    /// S3's document is the error, that of other services has it within.
    private static func read(_ body: [UInt8]) throws(SerializationError) -> (code: String, message: String) {
        var reader = try XMLReader(body)
        try reader.beginDocument()
        var found = (code: "", message: "")
        try read(&reader, &found)
        guard !found.code.isEmpty else { throw SerializationError() }
        return found
    }

    private static func read(
        _ reader: inout XMLReader, _ found: inout (code: String, message: String)
    ) throws(SerializationError) {
        while let name = try reader.nextChild() {
            switch name {
            case "Error": try read(&reader, &found)
            case "Code": found.code = try reader.text()
            case "Message": found.message = try reader.text()
            default: try reader.skip()
            }
        }
    }
}
