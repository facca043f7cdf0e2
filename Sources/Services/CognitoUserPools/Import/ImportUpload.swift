import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// Where an import's file is put: an address that serves a quarter of an hour.
extension CognitoUserPools {
    static let importPath = "/_hanok/user-import/"
    private static let uploadSeconds: TimeInterval = 900

    func uploadAddress(of job: UserImportJob, at time: Date) throws -> String {
        let end = time.addingTimeInterval(Self.uploadSeconds).milliseconds
        let token = try paging.token(for: Array("\(end) \(job.poolID)".utf8), scope: "user-import \(job.id)")
        return "\(issuers.publicURL)\(Self.importPath)\(job.id)?token=\(token)"
    }

    /// A PUT to such an address; nil for any other.
    func importUpload(_ request: PageRequest) async throws -> PageReply? {
        guard request.path.hasPrefix(Self.importPath) else { return nil }
        guard request.method == "PUT" else { return Self.plain(405, "Method Not Allowed") }
        let token = request.query.first { $0.name == "token" }?.value ?? ""
        do {
            try await acceptImportFile(
                String(request.path.dropFirst(Self.importPath.utf8.count)), token: token, request.body,
                at: request.time)
        } catch let error as ServiceError { return Self.plain(error.status, "\(error.code): \(error.message)") }
        return Self.plain(200, "")
    }

    /// Whether the address is one that was given out: only then is a long body read.
    func isImportUpload(_ request: PageRequest) -> Bool {
        guard request.path.hasPrefix(Self.importPath) else { return false }
        let jobID = String(request.path.dropFirst(Self.importPath.utf8.count))
        let token = request.query.first { $0.name == "token" }?.value ?? ""
        return paging.key(of: token, scope: "user-import \(jobID)") != nil
    }

    private static func plain(_ status: Int, _ text: String) -> PageReply {
        PageReply(status: status, contentType: "text/plain;charset=UTF-8", body: Array(text.utf8))
    }

    /// Takes the file of a job that was not started; a second one takes the first one's place.
    package func acceptImportFile(_ jobID: String, token: String, _ bytes: [UInt8], at time: Date) async throws {
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
