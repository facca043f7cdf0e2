import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Ends an import where it is; the users it has made stay.
    func stopUserImportJob(
        _ input: StopUserImportJobRequest, _ call: Call
    ) async throws -> StopUserImportJobResponse {
        let job: UserImportJob = try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            var job = try transaction.requireImportJob(input.jobId, of: pool)
            guard job.isActive else {
                throw ServiceError.preconditionNotMet(
                    "The job cannot be stopped in status \(job.status(at: call.time).rawValue).")
            }
            job.end(.stopped, "The user import job was stopped by the developer.", at: call.time)
            try transaction.save(job)
            try transaction.delete(UserImportFile.key(pool.id, job.id).bytes)
            return job
        }
        return StopUserImportJobResponse(userImportJob: job.summary(at: call.time))
    }
}
