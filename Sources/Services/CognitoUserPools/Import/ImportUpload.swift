import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

/// Where an import's file is put: an address that serves a quarter of an hour.
extension CognitoUserPools {
    private static let uploadSeconds: TimeInterval = 900

    func uploadAddress(of job: UserImportJob, at time: Date) throws -> String {
        let end = time.addingTimeInterval(Self.uploadSeconds).milliseconds
        let token = try paging.token(for: Array("\(end) \(job.poolID)".utf8), scope: "user-import \(job.id)")
        return "\(issuers.publicURL)/_hanok/user-import/\(job.id)?token=\(token)"
    }

    /// Takes the file of a job that was not started; a second one takes the first one's place.
    func acceptImportFile(_ jobID: String, token: String, _ bytes: [UInt8], at time: Date) async throws {
        let denied = ServiceError("AccessDenied", "Request has expired", status: 403)
        guard let opened = paging.key(of: token, scope: "user-import \(jobID)") else { throw denied }
        let parts = String(decoding: opened, as: UTF8.self).split(separator: " ")
        guard parts.count == 2, let end = UInt64(parts[0]), time.milliseconds < end else { throw denied }
        guard bytes.count <= UserImportFile.maxBytes else {
            throw ServiceError("EntityTooLarge", "The file is larger than 16 MiB.", status: 413)
        }
        let poolID = String(parts[1])
        try await store.write { transaction in
            guard let job = try transaction.find(UserImportJob.self, UserImportJob.key(poolID, jobID)),
                job.status(at: time) == .created
            else { throw denied }
            try transaction.save(UserImportFile(poolID: poolID, jobID: jobID, bytes: bytes))
        }
    }
}
