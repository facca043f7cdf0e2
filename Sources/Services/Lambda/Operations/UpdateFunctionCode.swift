import FoundationEssentials
import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func updateFunctionCode(_ input: UpdateFunctionCodeRequest, _ call: Call) async throws -> FunctionConfiguration {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        guard input.imageUri == nil else {
            throw ServiceError.invalid("Container images are not served here: functions are made of archives.")
        }
        let standing = try await store.read { try $0.require(address) }
        try Self.check(input.revisionId, against: standing.latest)
        let archive = try await self.archive(
            zipFile: input.zipFile, bucket: input.s3Bucket, key: input.s3Key, call)
        let kept = try await keep(archive, call) { try Self.checkSize($0, standing.latest.layers) }
        if input.dryRun == true {
            var function = standing
            function.latest.code = kept.reference
            await discard([kept.reference])
            return configuration(of: function, nil)
        }
        let revision = newRevision()
        let publishes = input.publish == true
        let (function, version, orphans) = try await commit(kept) { transaction in
            var function = try transaction.require(address)
            try Self.check(input.revisionId, against: function.latest)
            let old = function.latest.code
            function.latest.code = kept.reference
            function.latest.modifiedAt = call.time
            function.latest.revisionID = revision
            function.latest.wasUpdated = true
            if let architecture = input.architectures?.first { function.latest.architecture = architecture.rawValue }
            let published = publishes ? try transaction.publish(&function, description: nil, at: call.time) : nil
            try transaction.save(function)
            return (function, published, try transaction.orphans(old, of: function))
        }
        pools.retire(function.poolName, version: FunctionVersion.latest)
        if !orphans.isEmpty { Task { await discard(orphans) } }
        return inProgress(configuration(of: function, version?.number, version: version))
    }

    /// What an update answers: its own end is told when the function is looked at again.
    func inProgress(_ configuration: FunctionConfiguration) -> FunctionConfiguration {
        var configuration = configuration
        configuration.lastUpdateStatus = .inProgress
        configuration.lastUpdateStatusReason = "The function is being created."
        configuration.lastUpdateStatusReasonCode = LastUpdateStatusReasonCode(rawValue: "Creating")
        return configuration
    }

    static func check(_ revision: String?, against version: FunctionVersion) throws {
        if let revision, revision != version.revisionID { throw ServiceError.revisionMismatch }
    }
}
