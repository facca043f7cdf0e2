/// What the configuration says of S3.
package struct StorageSettings: Sendable {
    /// New buckets are made as before 2023: lists on, nothing blocked.
    package var makesLegacyBuckets: Bool
    /// Objects are encrypted (SSE-S3) in buckets that say nothing.
    package var encryptsByDefault: Bool
    package var kmsKeys: [KMSKey]
    /// How long a day of lifecycle rules lasts, for tests.
    package var lifecycleDaySeconds: Double
    /// The server's keys that are older are followed by new ones.
    package var keyRotationDays: Int

    package init(
        makesLegacyBuckets: Bool = false, encryptsByDefault: Bool = false, kmsKeys: [KMSKey] = [],
        lifecycleDaySeconds: Double = 86_400, keyRotationDays: Int = 365
    ) {
        self.makesLegacyBuckets = makesLegacyBuckets
        self.encryptsByDefault = encryptsByDefault
        self.kmsKeys = kmsKeys
        self.lifecycleDaySeconds = lifecycleDaySeconds
        self.keyRotationDays = keyRotationDays
    }
}
