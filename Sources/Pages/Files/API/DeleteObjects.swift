import Wire

extension FilesEndpoint {
    static func deleteObjects(_ call: FilesCall) async throws -> JSONValue {
        let failures = try await call.session.storage().delete(try call.bucket, try call.texts("keys", most: 1000))
        return ["failures": .array(failures.map(\.document))]
    }

    /// Up to a thousand objects of a folder; the page asks again while there are more.
    static func deleteFolder(_ call: FilesCall) async throws -> JSONValue {
        let bucket = try call.bucket
        let folder = try call.key
        guard folder.hasSuffix("/") else { throw FilesCall.missing("key") }
        let storage = try await call.session.storage()
        let list = try await storage.list(bucket, prefix: folder, delimiter: nil, token: nil)
        let failures = try await storage.delete(bucket, list.objects.map(\.key))
        return [
            "deleted": .number(String(list.objects.count - failures.count)),
            "more": .bool(list.next != nil && failures.isEmpty), "failures": .array(failures.map(\.document)),
        ]
    }
}

extension DeleteFailure {
    fileprivate var document: JSONValue {
        ["key": .string(key), "code": .string(code), "message": .string(message)]
    }
}
