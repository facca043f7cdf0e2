import FoundationEssentials
import Wire

/// One request for an operation of a service, as it ended.
package struct RequestReport: Sendable {
    package var requestID: String
    package var time: Date
    package var service: ServiceModel
    package var operation: String
    package var caller: Caller?
    package var accessKeyID: String?
    package var region: String
    package var address: String
    package var userAgent: String
    package var host: String
    package var isSecure: Bool
    package var status: Int
    package var errorCode: String?
    package var errorMessage: String?
    /// The resources that were decided about, in their order.
    package var resources: [String]
    package var resourceAccount: String?
    /// Denied by policy; other errors are not.
    package var isDenied: Bool
    /// The input as JSON, without what the model calls sensitive.
    package var parameters: @Sendable () -> JSONValue?
    package var trail: Trail

    package init(
        requestID: String, time: Date, service: ServiceModel, operation: String, caller: Caller?,
        accessKeyID: String?, region: String, address: String, userAgent: String, host: String, isSecure: Bool,
        status: Int, errorCode: String?, errorMessage: String?, resources: [String], resourceAccount: String?,
        isDenied: Bool, parameters: @escaping @Sendable () -> JSONValue?, trail: Trail
    ) {
        self.requestID = requestID
        self.time = time
        self.service = service
        self.operation = operation
        self.caller = caller
        self.accessKeyID = accessKeyID
        self.region = region
        self.address = address
        self.userAgent = userAgent
        self.host = host
        self.isSecure = isSecure
        self.status = status
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.resources = resources
        self.resourceAccount = resourceAccount
        self.isDenied = isDenied
        self.parameters = parameters
        self.trail = trail
    }
}

/// Is told of every request for an operation once its answer stands. It must neither wait nor throw:
/// the answer is on its way.
package protocol HearsOfRequests: Sendable {
    func hear(_ report: RequestReport)
}
