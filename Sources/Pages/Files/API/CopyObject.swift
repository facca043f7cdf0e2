import AWSClient
import Wire

extension FilesEndpoint {
    static func copyObject(_ call: FilesCall) async throws -> JSONValue {
        let storage = try await call.session.storage()
        let target = try await target(of: call, storage)
        try await storage.copy(try call.bucket, from: try call.key, to: target)
        return [:]
    }

    /// Renames: S3 has copies and deletions alone. If the second fails, the file is there twice and never gone.
    static func moveObject(_ call: FilesCall) async throws -> JSONValue {
        let storage = try await call.session.storage()
        let (bucket, key) = (try call.bucket, try call.key)
        let target = try await target(of: call, storage)
        try await storage.copy(bucket, from: key, to: target)
        if let failure = try await storage.delete(bucket, [key]).first {
            throw AWSFailure(status: 403, code: failure.code, message: failure.message)
        }
        return [:]
    }

    private static func target(of call: FilesCall, _ storage: UserStorage) async throws -> String {
        let target = try call.text("to")
        guard !target.isEmpty, target.utf8.count <= 1024, target != (try call.key) else {
            throw AWSFailure(status: 400, code: "InvalidName", message: "The new name is empty, too long or the same.")
        }
        try await storage.refuseIfThere(try call.bucket, target, call)
        return target
    }
}

extension UserStorage {
    /// Unless the page says that it is to be replaced, as the user was asked.
    func refuseIfThere(_ bucket: String, _ key: String, _ call: FilesCall) async throws {
        guard call.body["replace"]?.bool != true else { return }
        do { try await send("HEAD", bucket, key) } catch let failure as AWSFailure where failure.status == 404 {
            return
        }
        throw AWSFailure(status: 409, code: "Exists", message: "There is a file of that name.")
    }
}
