/// What is true of every call of one operation.
package struct OperationModel: Sendable {
    package let name: String
    package let service: ServiceModel
    package let httpMethod: String
    package let uri: String
    package let successStatus: Int
    package let inputIsStreaming: Bool
    package let outputIsStreaming: Bool
    /// The model says `authtype: none`: callers need not sign.
    package let isUnsigned: Bool
    /// The element of a Query reply that holds the members.
    package let resultWrapper: String?
    /// A Content-MD5 or a flexible checksum must come with the body.
    package let requiresChecksum: Bool
    /// The header that names the flexible checksum's algorithm.
    package let checksumAlgorithmHeader: String?

    package init(
        name: String, service: ServiceModel, httpMethod: String = "POST", uri: String = "/",
        successStatus: Int = 200, inputIsStreaming: Bool = false, outputIsStreaming: Bool = false,
        isUnsigned: Bool = false, resultWrapper: String? = nil, requiresChecksum: Bool = false,
        checksumAlgorithmHeader: String? = nil
    ) {
        self.name = name
        self.service = service
        self.httpMethod = httpMethod
        self.uri = uri
        self.successStatus = successStatus
        self.inputIsStreaming = inputIsStreaming
        self.outputIsStreaming = outputIsStreaming
        self.isUnsigned = isUnsigned
        self.resultWrapper = resultWrapper
        self.requiresChecksum = requiresChecksum
        self.checksumAlgorithmHeader = checksumAlgorithmHeader
    }
}

extension OperationModel {
    private static let countingWrites: Set<String> = ["PutItem", "UpdateItem", "DeleteItem"]

    /// DynamoDB's writes of one item say `1 validation error detected: ` also before what is wrong with a value beyond the
    /// model's limits; its other operations do not.
    package var countsFaults: Bool { service.name == "dynamodb" && Self.countingWrites.contains(name) }
}

/// One line of a service's list of all its operations, those not served included.
package struct OperationEntry: Sendable {
    package let name: String
    package let isServed: Bool

    package init(_ name: String, served isServed: Bool) {
        self.name = name
        self.isServed = isServed
    }
}
