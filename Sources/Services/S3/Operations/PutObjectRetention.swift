import CivilTime
import FoundationEssentials
import S3Model
import ServiceKit

extension S3 {
    /// Lengthens a retention, or shortens and lifts it where governance is bypassed. Nothing shortens compliance.
    func putObjectRetention(
        _ input: PutObjectRetentionRequest, _ call: Call
    ) async throws -> PutObjectRetentionResponse {
        let (found, _) = try await requireObject(input, call)
        guard found.bucket.hasObjectLock else { throw ServiceError.lockConfigurationMissing }
        let wanted = try Self.wantedRetention(input, call)
        let bypasses = input.bypassGovernanceRetention == true
        let (object, bucket) = try await update(input, call) { object, _ in
            guard Self.mayChange(object.lock.retention, to: wanted, bypassing: bypasses, at: call.time) else {
                throw ServiceError.protectedByLock
            }
            object.lock.retention = wanted
        }
        if bucket.versioning != .never { call.memo.addHeader("x-amz-version-id", object.versionID.text) }
        return PutObjectRetentionResponse()
    }

    /// An empty document lifts it.
    private static func wantedRetention(
        _ input: PutObjectRetentionRequest, _ call: Call
    ) throws -> ObjectLockState.Retention? {
        switch (input.retention?.mode?.rawValue, input.retention?.retainUntilDate) {
        case (nil, nil): return nil
        case (let mode?, let until?):
            guard ObjectLockState.Mode(mode) != nil else { throw ServiceError.malformedXML }
            return try retention(mode, until, modeName: "Mode", call)
        default: throw ServiceError.malformedXML
        }
    }

    private static func mayChange(
        _ now: ObjectLockState.Retention?, to wanted: ObjectLockState.Retention?, bypassing: Bool, at time: Date
    ) -> Bool {
        guard let now, now.until > time else { return true }
        // Another mode takes the bypass too, be it the stricter one.
        let isLonger = wanted.map { $0.until >= now.until && $0.mode == now.mode } ?? false
        return isLonger || now.mode == .governance && bypassing
    }

    @Sendable func permissionsToRetain(_ input: PutObjectRetentionRequest, _ call: Call) async throws -> [Permission] {
        var actions = ["s3:PutObjectRetention"]
        if input.bypassGovernanceRetention == true { actions.append("s3:BypassGovernanceRetention") }
        var permissions = try await onObject(actions, input, call)
        var given: [String: [String]] = [:]
        if let mode = input.retention?.mode?.rawValue { given["s3:object-lock-mode"] = [mode] }
        if let until = input.retention?.retainUntilDate {
            given["s3:object-lock-retain-until-date"] = [until.iso8601]
            given["s3:object-lock-remaining-retention-days"] = [RequestKeys.days(until: until, from: call.time)]
        }
        permissions[0].finder = RequestKeys(
            permissions[0].action, call, versionID: input.versionId, given: given)
        return permissions
    }
}
