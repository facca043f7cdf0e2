import AWSClient
import Wire

extension FilesEndpoint {
    static func copyObject(_ call: FilesCall) async throws -> JSONValue {
        let storage = try await call.session.storage()
        try await storage.copy(try call.bucket, from: try call.key, to: try target(of: call), replaces: call.replaces)
        return [:]
    }

    /// Renames: S3 has copies and deletions alone. If the second fails, the file is there twice and never gone.
    static func moveObject(_ call: FilesCall) async throws -> JSONValue {
        let storage = try await call.session.storage()
        let (bucket, key) = (try call.bucket, try call.key)
        try await storage.copy(bucket, from: key, to: try target(of: call), replaces: call.replaces)
        if let failure = try await storage.delete(bucket, [key]).first {
            throw AWSFailure(status: 403, code: failure.code, message: failure.message)
        }
        return [:]
    }

    private static func target(of call: FilesCall) throws -> String {
        let target = try call.text("to")
        guard !target.isEmpty, target.utf8.count <= 1024, target != (try call.key) else {
            throw AWSFailure(status: 400, code: "InvalidName", message: "The new name is empty, too long or the same.")
        }
        return target
    }
}

extension FilesCall {
    /// Whether what is there already may go, as the user was asked.
    var replaces: Bool { body["replace"]?.bool == true }
}

extension AWSFailure {
    static let exists = AWSFailure(status: 409, code: "Exists", message: "There is a file of that name.")
}

extension UserStorage {
    /// So that a name is not taken in silence, and before a body is sent for nothing.
    ///
    /// S3 tells 404 only to who may list; a policy by prefixes lets them list, and yet says 403 here. Who may not do
    /// either cannot know, and may still upload.
    func refuseIfThere(_ bucket: String, _ key: String) async throws {
        do {
            try await send("HEAD", bucket, key)
            throw AWSFailure.exists
        } catch let failure as AWSFailure where failure.status == 404 {
        } catch let failure as AWSFailure where failure.status == 403 {
            // The key itself is the first of those that begin with it.
            let list = try? await list(bucket, prefix: key, delimiter: nil, token: nil, most: 1)
            if list?.objects.first?.key == key { throw AWSFailure.exists }
        }
    }
}
