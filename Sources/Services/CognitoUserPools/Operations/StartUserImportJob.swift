import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Begins an import whose file was put; it goes on behind the reply.
    func startUserImportJob(
        _ input: StartUserImportJobRequest, _ call: Call
    ) async throws -> StartUserImportJobResponse {
        let job: UserImportJob = try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            var job = try transaction.requireImportJob(input.jobId, of: pool)
            guard job.status(at: call.time) == .created else {
                throw ServiceError.preconditionNotMet(
                    "The job cannot be started in status \(job.status(at: call.time).rawValue).")
            }
            guard try transaction.exists(UserImportFile.key(pool.id, job.id)) else {
                throw ServiceError.preconditionNotMet("No CSV file was uploaded for the job.")
            }
            guard try !transaction.isImporting(into: pool) else {
                throw ServiceError.preconditionNotMet("Another import job of the user pool is in progress.")
            }
            job.status = .pending
            job.startedAt = call.time
            try transaction.save(job)
            return job
        }
        resume(job)
        return StartUserImportJobResponse(userImportJob: job.summary(at: call.time))
    }
}
