import ServiceKit
import Storage

/// What was made lately of settings of buckets, which takes long to read. It is known by the bucket's incarnation and
/// revision, so that nothing kept is ever out of date.
final class KnownSettings<Compiled: Sendable>: Sendable {
    private struct Name: Hashable, Sendable {
        let incarnation: UInt64
        let revision: UInt64
    }

    private let kinds: Set<SettingKind>
    private let entries: BoundedCache<Name, Compiled>
    private let compile: @Sendable (Bucket, any Snapshot) throws -> Compiled?

    /// - Parameters:
    ///   - kinds: settings that it is made of; a bucket with none of them has none.
    ///   - limit: how many are kept.
    init(
        of kinds: Set<SettingKind>, limit: Int,
        _ compile: @escaping @Sendable (Bucket, any Snapshot) throws -> Compiled?
    ) {
        self.kinds = kinds
        self.compile = compile
        entries = BoundedCache(limit: limit)
    }

    func find(of bucket: Bucket, in snapshot: any Snapshot) throws -> Compiled? {
        guard !bucket.settings.isDisjoint(with: kinds) else { return nil }
        let name = Name(incarnation: bucket.incarnation, revision: bucket.revision)
        if let known = entries[name] { return known }
        guard let compiled = try compile(bucket, snapshot) else { return nil }
        entries[name] = compiled
        return compiled
    }
}
