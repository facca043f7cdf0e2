import AWSClient
import FoundationEssentials
import Wire

/// Bodies go straight from the browser to S3, at addresses signed here with the user's credentials.
extension FilesEndpoint {
    private static let mostParts = 10_000
    private static let addressSeconds = 3600

    /// Either the address of the one request, or an upload whose parts follow.
    static func beginUpload(_ call: FilesCall) async throws -> JSONValue {
        let (bucket, key) = (try call.bucket, try call.key)
        let storage = try await call.session.storage(holding: Double(addressSeconds))
        if !call.replaces { try await storage.refuseIfThere(bucket, key) }
        guard call.body["isInParts"]?.bool == true else {
            let url = try storage.client.presigned(
                "s3", "PUT", UserStorage.path(bucket, key), seconds: storage.seconds(addressSeconds, at: call.time))
            return ["url": .string(url)]
        }
        let type = call.optionalText("type").flatMap { $0.isEmpty ? nil : $0 } ?? "application/octet-stream"
        let upload = try await storage.beginUpload(bucket, key, headers: [("Content-Type", type)])
        return ["uploadId": .string(upload)]
    }

    static func partAddresses(_ call: FilesCall) async throws -> JSONValue {
        let (bucket, key, upload) = (try call.bucket, try call.key, try call.text("uploadId"))
        let numbers = (call.body["numbers"]?.array ?? []).compactMap(\.int).filter { (1...mostParts).contains($0) }
        guard !numbers.isEmpty, numbers.count <= 100 else { throw FilesCall.missing("numbers") }
        let storage = try await call.session.storage(holding: Double(addressSeconds))
        let urls = try numbers.map { number in
            try storage.client.presigned(
                "s3", "PUT", UserStorage.path(bucket, key),
                query: [("partNumber", String(number)), ("uploadId", upload)],
                seconds: storage.seconds(addressSeconds, at: call.time))
        }
        return ["urls": .array(urls.map(JSONValue.string))]
    }

    /// What of an upload has arrived, for one that goes on.
    static func listParts(_ call: FilesCall) async throws -> JSONValue {
        let parts = try await call.session.storage().parts(try call.bucket, try call.key, try call.text("uploadId"))
        return [
            "parts": .array(
                parts.map { part in
                    [
                        "number": .number(String(part.number)), "tag": .string(part.tag),
                        "size": .number(String(part.size)),
                    ]
                })
        ]
    }

    static func completeUpload(_ call: FilesCall) async throws -> JSONValue {
        let parts = try (call.body["parts"]?.array ?? []).map { part -> UploadedPart in
            guard let number = part["number"]?.int, let tag = part["tag"]?.string else {
                throw FilesCall.missing("parts")
            }
            return UploadedPart(number: number, tag: tag, size: 0)
        }
        guard !parts.isEmpty, parts.count <= mostParts else { throw FilesCall.missing("parts") }
        try await call.session.storage().completeUpload(
            try call.bucket, try call.key, try call.text("uploadId"), parts, replaces: call.replaces)
        return [:]
    }

    static func abortUpload(_ call: FilesCall) async throws -> JSONValue {
        try await call.session.storage().abortUpload(try call.bucket, try call.key, try call.text("uploadId"))
        return [:]
    }
}

extension UserStorage {
    /// What is signed ends with the credentials it is signed with, if not before.
    func seconds(_ wanted: Int, at now: Date) -> Int {
        max(1, min(wanted, Int(expiration.timeIntervalSince(now))))
    }
}
