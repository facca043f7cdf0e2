import Wire

extension FilesEndpoint {
    /// So many are drawn at once without a pause that anybody feels.
    private static let mostShown = 240

    /// A page of a folder; with `search`, of all below it whose names begin so.
    static func listObjects(_ call: FilesCall) async throws -> JSONValue {
        let folder = call.optionalText("prefix") ?? ""
        let search = call.optionalText("search") ?? ""
        let list = try await call.session.storage().list(
            try call.bucket, prefix: folder + search, delimiter: "/", token: call.optionalText("token"),
            most: mostShown)
        return [
            "folders": .array(list.folders.map(JSONValue.string)),
            "objects": .array(
                // A folder's own object is the folder.
                list.objects.filter { $0.key != folder || !folder.hasSuffix("/") }.map { object in
                    [
                        "key": .string(object.key), "size": .number(String(object.size)),
                        "modified": .string(object.modified), "tag": .string(object.tag),
                    ]
                }),
            "next": list.next.map(JSONValue.string) ?? .null,
        ]
    }

    /// The keys of a folder and of all folders in it, for what is done with each.
    static func listKeysBelow(_ call: FilesCall) async throws -> JSONValue {
        let list = try await call.session.storage().list(
            try call.bucket, prefix: try call.text("prefix"), delimiter: nil, token: call.optionalText("token"))
        return [
            "keys": .array(list.objects.map { .string($0.key) }), "next": list.next.map(JSONValue.string) ?? .null,
        ]
    }
}
