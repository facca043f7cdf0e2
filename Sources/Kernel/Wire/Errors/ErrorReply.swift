/// An error as it goes on the wire, whatever the protocol.
package struct ErrorReply: Sendable {
    package var code: String
    package var message: String?
    package var status: Int
    /// Members beside code and message, such as S3's `BucketName`.
    package var members: [JSONValue.Member]
    /// S3's `Resource` element.
    package var resource: String?

    package init(
        _ code: String, _ message: String?, status: Int, members: [JSONValue.Member] = [],
        resource: String? = nil
    ) {
        self.code = code
        self.message = message
        self.status = status
        self.members = members
        self.resource = resource
    }

    /// - Parameters:
    ///   - names: of a JSON error's type and sentence.
    ///   - isWrapped: whether a document of REST-XML stands in an `ErrorResponse`.
    ///   - hostID: S3's second id, `x-amz-id-2`.
    package func encoded(
        _ awsProtocol: AWSProtocol, xmlNamespace: String? = nil, isWrapped: Bool = false,
        names: ErrorNames = .plain, requestID: String, hostID: String = ""
    ) -> WireResponse {
        switch awsProtocol {
        case .json10, .json11: jsonResponse(awsProtocol, names, typeInBody: true)
        case .restJSON: jsonResponse(awsProtocol, names, typeInBody: false)
        case .query: queryResponse(xmlNamespace, requestID)
        case .restXML: isWrapped ? wrappedResponse(requestID, hostID) : s3Response(requestID, hostID)
        }
    }

    private func jsonResponse(_ awsProtocol: AWSProtocol, _ names: ErrorNames, typeInBody: Bool) -> WireResponse {
        var writer = JSONWriter()
        writer.beginObject()
        if typeInBody {
            writer.key("__type")
            writer.string(names.type(of: code))
        }
        if let message {
            writer.key(names.messageMember(of: code))
            writer.string(message)
        }
        for member in members {
            writer.key(member.key)
            writer.value(member.value)
        }
        writer.endObject()
        var response = WireResponse(status: status, contentType: awsProtocol.contentType, body: writer.bytes)
        response.headers.add("x-amzn-ErrorType", typeInBody ? code + ":" : code)
        if let message, message.utf8.count <= 1024, message.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            response.headers.add("x-amzn-ErrorMessage", message)
        }
        return response
    }

    private func queryResponse(_ xmlNamespace: String?, _ requestID: String) -> WireResponse {
        var writer = XMLWriter()
        writer.begin("ErrorResponse", xmlns: xmlNamespace)
        writer.begin("Error")
        writer.element("Type", status < 500 ? "Sender" : "Receiver")
        writer.element("Code", code)
        if let message { writer.element("Message", message) }
        writeMembers(to: &writer)
        writer.end("Error")
        writer.element("RequestId", requestID)
        writer.end("ErrorResponse")
        return WireResponse(status: status, contentType: "text/xml", body: writer.bytes)
    }

    private func s3Response(_ requestID: String, _ hostID: String) -> WireResponse {
        var writer = XMLWriter(declaration: true)
        writer.begin("Error")
        writer.element("Code", code)
        if let message { writer.element("Message", message) }
        writeMembers(to: &writer)
        if let resource { writer.element("Resource", resource) }
        writer.element("RequestId", requestID)
        writer.element("HostId", hostID)
        writer.end("Error")
        return WireResponse(status: status, contentType: "application/xml", body: writer.bytes)
    }

    private func wrappedResponse(_ requestID: String, _ hostID: String) -> WireResponse {
        var writer = XMLWriter(declaration: true)
        writer.begin("ErrorResponse")
        writer.begin("Error")
        writer.element("Code", code)
        if let message { writer.element("Message", message) }
        writeMembers(to: &writer)
        writer.end("Error")
        writer.element("RequestId", requestID)
        writer.element("HostId", hostID)
        writer.end("ErrorResponse")
        return WireResponse(status: status, contentType: "application/xml", body: writer.bytes)
    }

    private func writeMembers(to writer: inout XMLWriter) {
        for member in members {
            switch member.value {
            case .string(let text), .number(let text): writer.element(member.key, text)
            case .bool(let flag): writer.element(member.key, flag ? "true" : "false")
            case .null, .array, .object: break
            }
        }
    }
}
