import Wire

/// One line of a service's table of contents: an operation, who may call it, what it takes.
package struct Operation: Sendable {
    package enum Access: Sendable {
        /// Without a signature; one that is sent is not looked at.
        case open
        /// Signed, and allowed by policy.
        case signed
        /// Signed or not: policies of the resource may allow anybody.
        case anyone
    }

    package let model: OperationModel
    package let access: Access
    /// The longest body that is read into memory.
    package let bodyLimit: Int
    /// Reads the input: syntax only. Nothing was authorized yet.
    package let decode: @Sendable (WireRequest, Call) throws -> any DecodedOperation

    package init(
        model: OperationModel, access: Access, bodyLimit: Int,
        decode: @escaping @Sendable (WireRequest, Call) throws -> any DecodedOperation
    ) {
        self.model = model
        self.access = access
        self.bodyLimit = bodyLimit
        self.decode = decode
    }
}

/// An operation with its input, ready for the steps that follow, each once and in this order.
package protocol DecodedOperation: Sendable {
    /// Every action the input needs, in the order in which AWS looks at them.
    func permissions() async throws -> [Permission]
    /// The model's limits: after `permissions`, since a stranger should learn "denied" first.
    func validate() throws
    func perform() async throws -> Reply
}

/// An answer, ready to be written.
package struct Reply: Sendable {
    package var response: WireResponse
    package var body: ResponseBody?

    package init(response: WireResponse, body: ResponseBody? = nil) {
        self.response = response
        self.body = body
    }
}
