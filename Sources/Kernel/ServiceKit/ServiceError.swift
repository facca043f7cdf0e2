import Wire

/// An error as AWS words it. Thrown anywhere, written in the caller's protocol in one place.
package struct ServiceError: Error, Sendable {
    /// AWS's code: `NoSuchBucket`, `UserNotFoundException`.
    package var code: String
    /// AWS's sentence, as the caller sees it.
    package var message: String
    package var status: Int
    /// More members of the error's document, S3's `BucketName` for one, in their order.
    package var members: [(name: String, value: String)]
    /// Members that are no texts: DynamoDB's `CancellationReasons`.
    package var documents: [JSONValue.Member] = []
    package var headers: [(name: String, value: String)]
    /// For the log only.
    package var cause: (any Error)?

    package init(
        _ code: String, _ message: String, status: Int = 400, members: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [], cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.status = status
        self.members = members
        self.headers = headers
        self.cause = cause
    }
}
