/// What an account may have, as AWS's standard quotas.
enum AccountLimits {
    static let concurrency = 1000
    /// Of these, so many stay for functions without a share of their own.
    static let unreserved = 40
    static let unzippedBytes = 262_144_000
    static let zippedBytes = 52_428_800
    static let totalBytes = 80_530_636_800
}
