import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func listUserImportJobs(
        _ input: ListUserImportJobsRequest, _ call: Call
    ) async throws -> ListUserImportJobsResponse {
        let scope = "ListUserImportJobs \(input.userPoolId)"
        let start = try position(input.paginationToken, scope)
        let page: RecordPage<UserImportJob> = try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            return try snapshot.list(
                prefix: UserImportJob.listing(pool.id), from: start, limit: min(50, input.maxResults))
        }
        for job in page.records { resume(job) }
        return ListUserImportJobsResponse(
            userImportJobs: page.records.map { $0.summary(at: call.time) },
            paginationToken: try token(page.next, scope))
    }
}
