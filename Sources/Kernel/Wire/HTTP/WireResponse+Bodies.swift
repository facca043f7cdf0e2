extension WireResponse {
    package init(json writer: JSONWriter, _ operation: OperationModel) {
        self.init(
            status: operation.successStatus, contentType: operation.service.awsProtocol.contentType,
            body: writer.bytes)
    }

    /// A Query reply: the members in the result's element, if the operation has one, then the id.
    package init(
        query operation: OperationModel, requestID: String, _ write: (inout XMLWriter) -> Void
    ) {
        var writer = XMLWriter()
        let root = operation.name + "Response"
        writer.begin(root, xmlns: operation.service.xmlNamespace)
        if let wrapper = operation.resultWrapper {
            writer.begin(wrapper)
            write(&writer)
            writer.end(wrapper)
        }
        writer.begin("ResponseMetadata")
        writer.element("RequestId", requestID)
        writer.end("ResponseMetadata")
        writer.end(root)
        self.init(status: operation.successStatus, contentType: "text/xml", body: writer.bytes)
    }

    /// Sets a REST-XML body of one root element.
    package mutating func setXML(
        _ root: String, _ operation: OperationModel, _ write: (inout XMLWriter) -> Void
    ) {
        var writer = XMLWriter(declaration: true)
        writer.begin(root, xmlns: operation.service.xmlNamespace)
        write(&writer)
        writer.end(root)
        body = writer.bytes
        headers.set("Content-Type", operation.service.awsProtocol.contentType)
    }

    /// Sets a REST-XML body that is a single text.
    package mutating func setXML(_ root: String, _ operation: OperationModel, text: String) {
        var writer = XMLWriter(declaration: true)
        writer.element(root, text, xmlns: operation.service.xmlNamespace)
        body = writer.bytes
        headers.set("Content-Type", operation.service.awsProtocol.contentType)
    }
}
