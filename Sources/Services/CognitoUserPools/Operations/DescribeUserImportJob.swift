import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func describeUserImportJob(
        _ input: DescribeUserImportJobRequest, _ call: Call
    ) async throws -> DescribeUserImportJobResponse {
        let job: UserImportJob = try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            return try snapshot.requireImportJob(input.jobId, of: pool)
        }
        resume(job)
        let isOpen = job.status(at: call.time) == .created
        return DescribeUserImportJobResponse(
            userImportJob: job.summary(
                at: call.time, uploadTo: isOpen ? try uploadAddress(of: job, at: call.time) : nil))
    }
}
