/// A request whose syntax its protocol does not allow, before any meaning is looked at.
package struct SerializationError: Error, Hashable, Sendable {
    /// AWS says nothing about JSON that does not parse, and a sentence about a wrong type.
    package var message: String?
    /// The code where it is not the protocol's usual one, such as S3's `InvalidArgument`.
    package var code: String?
    package var members: [JSONValue.Member]

    package init(_ message: String? = nil, code: String? = nil, members: [JSONValue.Member] = []) {
        self.message = message
        self.code = code
        self.members = members
    }
}
