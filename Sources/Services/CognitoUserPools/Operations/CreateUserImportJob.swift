import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func createUserImportJob(
        _ input: CreateUserImportJobRequest, _ call: Call
    ) async throws -> CreateUserImportJobResponse {
        let job = UserImportJob(
            poolID: input.userPoolId, id: "import-" + randomness.text(10, from: Alphabet.alphanumeric),
            name: input.jobName, roleARN: input.cloudWatchLogsRoleArn, status: .created, createdAt: call.time)
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            let jobs = try transaction.scan(
                ScanRange(
                    prefix: UserImportJob.listing(pool.id).bytes, maxEntries: UserImportJob.maxPerPool, keysOnly: true))
            guard jobs.entries.count < UserImportJob.maxPerPool else {
                throw ServiceError(
                    CognitoUserPoolsErrors.limitExceeded, "Maximum number of import jobs for the pool reached.")
            }
            try transaction.save(job)
        }
        return CreateUserImportJobResponse(
            userImportJob: job.summary(at: call.time, uploadTo: try uploadAddress(of: job, at: call.time)))
    }
}
