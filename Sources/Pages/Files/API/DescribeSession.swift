import Wire

extension FilesEndpoint {
    /// Who is signed in, and with what the page begins.
    static func describeSession(_ call: FilesCall) async throws -> JSONValue {
        let session = call.session
        let home = try await session.home()
        return [
            "name": .string(session.name), "formToken": .string(session.formToken),
            "home": home.map(JSONValue.string) ?? .null,
            "buckets": .array(session.settings.buckets.map(JSONValue.string)),
            "isLocal": .bool(session.settings.endpoint != nil),
        ]
    }
}
