/// The decoded members of one operation's request.
package protocol OperationInput: Sendable {
    associatedtype Output: OperationOutput
    static var operation: OperationModel { get }

    /// Reads syntax only. What breaks the model's limits is noted in `violations` and thrown by
    /// the caller once the request has been authorized.
    static func decode(_ request: WireRequest, _ violations: inout Violations) throws -> Self
}

/// The members of one operation's reply, to be encoded.
package protocol OperationOutput: Sendable {
    func encode(_ operation: OperationModel, requestID: String) throws -> WireResponse
}
