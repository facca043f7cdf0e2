import CivilTime
import FoundationEssentials
import S3Model
import ServiceKit
import Storage

/// What a request, or else its bucket, says of how long the new object must stay.
extension S3 {
    func lock(asked input: some WritesObject, in found: FoundBucket, _ call: Call) throws -> ObjectLockState {
        let asksForLock =
            input.objectLockMode != nil || input.objectLockRetainUntilDate != nil
            || input.objectLockLegalHoldStatus != nil
        guard found.bucket.hasObjectLock else {
            guard !asksForLock else { throw ServiceError.lockConfigurationMissing }
            return ObjectLockState()
        }
        var state = ObjectLockState()
        switch (input.objectLockMode, input.objectLockRetainUntilDate) {
        case (nil, nil): break
        case (let mode?, let until?):
            state.retention = try Self.retention(mode.rawValue, until, modeName: "x-amz-object-lock-mode", call)
        case (nil, _):
            throw Self.bothNeeded("x-amz-object-lock-mode")
        case (_, nil):
            throw Self.bothNeeded("x-amz-object-lock-retain-until-date")
        }
        if let hold = input.objectLockLegalHoldStatus { state.legalHold = try Self.legalHold(hold.rawValue) }
        return state
    }

    private static func bothNeeded(_ missing: String) -> ServiceError {
        ServiceError(
            "InvalidArgument", "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
            status: 400, members: [("ArgumentName", missing)])
    }

    static func retention(
        _ mode: String, _ until: Date, modeName: String, _ call: Call
    ) throws -> ObjectLockState.Retention {
        guard let mode = ObjectLockState.Mode(mode) else {
            throw ServiceError.invalidArgument("Unknown wormMode directive.", name: modeName, value: mode)
        }
        guard until > call.time else {
            throw ServiceError.invalidArgument(
                "The retain until date must be in the future!",
                name: modeName.hasPrefix("x-amz-") ? "x-amz-object-lock-retain-until-date" : "RetainUntilDate",
                value: until.iso8601Milliseconds)
        }
        return ObjectLockState.Retention(mode: mode, until: until)
    }

    static func legalHold(_ status: String) throws -> Bool {
        switch status {
        case "ON": return true
        case "OFF": return false
        default:
            throw ServiceError.invalidArgument(
                "Legal Hold must be either of 'ON' or 'OFF'", name: "x-amz-object-lock-legal-hold", value: status)
        }
    }
}

extension Snapshot {
    /// The retention that the bucket gives to objects whose writer asks for none.
    func defaultRetention(of bucket: Bucket, at time: Date) throws -> ObjectLockState.Retention? {
        guard bucket.hasObjectLock,
            let standard: DefaultRetention = try setting(.objectLock, of: bucket), let name = standard.mode?.rawValue,
            let mode = ObjectLockState.Mode(name)
        else { return nil }
        let days = standard.days ?? (standard.years ?? 0) * 365
        return ObjectLockState.Retention(mode: mode, until: time.addingTimeInterval(Double(days) * 86_400))
    }
}

extension ServiceError {
    static let lockConfigurationMissing = ServiceError.invalidRequest("Bucket is missing Object Lock Configuration")

    static let protectedByLock = ServiceError.accessDenied("Access Denied because object protected by object lock.")
}
