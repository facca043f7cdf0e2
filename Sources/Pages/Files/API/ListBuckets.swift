import Wire

extension FilesEndpoint {
    /// The buckets that are set up, else those that the user may list.
    static func listBuckets(_ call: FilesCall) async throws -> JSONValue {
        let known = call.session.settings.buckets
        let names = known.isEmpty ? try await call.session.storage().buckets() : known
        return ["buckets": .array(names.map(JSONValue.string))]
    }
}
