import CloudWatchLogsModel
import ServiceKit
import Wire

/// CloudWatch Logs' refusals, in its words.
extension ServiceError {
    init(_ shape: ErrorShape, _ message: String, members: [(name: String, value: String)] = []) {
        self.init(shape.code, message, status: shape.status, members: members)
    }

    static func invalidParameter(_ message: String) -> ServiceError {
        ServiceError(CloudWatchLogsErrors.invalidParameter, message)
    }

    static let groupNotFound = ServiceError(
        CloudWatchLogsErrors.resourceNotFound, "The specified log group does not exist.")
    static let groupExists = ServiceError(
        CloudWatchLogsErrors.resourceAlreadyExists, "The specified log group already exists")
    static let streamNotFound = ServiceError(
        CloudWatchLogsErrors.resourceNotFound, "The specified log stream does not exist.")
    static let streamExists = ServiceError(
        CloudWatchLogsErrors.resourceAlreadyExists, "The specified log stream already exists")
    static let resourceNotFound = ServiceError(
        CloudWatchLogsErrors.resourceNotFound, "The specified resource does not exist.")
    static let invalidToken = invalidParameter("The specified nextToken is invalid.")
    static let groupProtected = ServiceError(
        CloudWatchLogsErrors.validation,
        "The log group is protected against deletion. Disable deletion protection first.")
}
