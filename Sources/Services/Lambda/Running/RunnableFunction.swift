import FoundationEssentials

/// Everything about a version of a function that matters for running it.
struct RunnableFunction: Sendable {
    /// Copies of one key are alike; any change of code or configuration makes another.
    struct Key: Hashable, Sendable {
        var accountID: String
        var region: String
        var name: String
        var version: String
        var revision: String
    }

    var key: Key
    var incarnation: UInt64
    /// Without qualifier.
    var arn: String
    var version: FunctionVersion
    /// Its variables, opened when a copy is brought up.
    var environment: @Sendable () throws -> [String: String]
    /// Of the function, whatever the version.
    var reservedConcurrency: Int?
    var layers: [CodeReference]

    var timeout: Duration { .seconds(version.timeout) }
}

/// A stored archive, and where it is unpacked.
struct CodeReference: Codable, Sendable, Hashable {
    /// Of the archive's blob.
    var blob: String
    /// Base64 of the archive's SHA-256.
    var sha256: String
    var size: Int
    /// Of all files in it together.
    var unpackedSize = 0
}
