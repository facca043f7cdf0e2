import AWSClient
import Wire

extension FilesEndpoint {
    /// An empty object whose key ends with a slash, as S3's own console makes folders.
    static func makeFolder(_ call: FilesCall) async throws -> JSONValue {
        let key = try call.key
        guard key.hasSuffix("/"), key != "/" else {
            throw AWSFailure(status: 400, code: "InvalidFolder", message: "The name of a folder ends with a slash.")
        }
        try await call.session.storage().put(try call.bucket, key, [], type: "application/x-directory")
        return [:]
    }
}
