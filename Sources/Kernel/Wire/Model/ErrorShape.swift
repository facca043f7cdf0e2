/// An error of a service's model: its code on the wire and its HTTP status.
package struct ErrorShape: Sendable {
    package let code: String
    package let status: Int
    /// The members beside the message, by their names on the wire.
    package let members: [String]

    package init(_ code: String, _ status: Int, members: [String] = []) {
        self.code = code
        self.status = status
        self.members = members
    }
}
