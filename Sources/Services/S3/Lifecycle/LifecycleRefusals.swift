import CivilTime
import FoundationEssentials
import ServiceKit

/// What S3 says against days and dates of a lifecycle configuration.
extension ServiceError {
    static func lifecycleArgument(_ sentence: String) -> ServiceError {
        ServiceError("InvalidArgument", sentence, status: 400)
    }

    static func notMidnight(_ date: Date) -> ServiceError {
        invalidArgument("'Date' must be at midnight GMT", name: "Date", value: date.iso8601Milliseconds)
    }
}
