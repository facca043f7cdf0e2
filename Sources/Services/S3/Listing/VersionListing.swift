import FoundationEssentials
import S3Model
import ServiceKit
import Storage

/// One page of a bucket's versions and delete markers, by key and then the newest first: two tables, read side by side.
struct VersionListing: Sendable {
    struct Request: Sendable {
        var prefix: String
        var delimiter: String?
        var keyMarker: String?
        var versionMarker: VersionID?
        var limit: Int
    }

    struct Entry: Sendable {
        var object: StoredObject
        var isLatest: Bool
        /// When another version took its place; of the latest, when it was made.
        var since: Date
    }

    var entries: [Entry] = []
    var groups: [[UInt8]] = []
    /// Set when there is more: the last key or group of this page, and the version it stopped at.
    var next: (key: [UInt8], version: VersionID?)?

    init(_ request: Request, of bucket: Bucket, in snapshot: any Snapshot) throws {
        guard request.limit > 0 else { return }
        var latest = Source(bucket.objects, request, in: snapshot, isLatest: true)
        var others = Source(bucket.objectVersions, request, in: snapshot, isLatest: false)
        // The key whose latest stands on a page before.
        var begun: [UInt8]?
        if let marker = request.keyMarker, !marker.isEmpty {
            let key = Array(marker.utf8)
            if try start(&latest, &others, after: key, request, bucket, snapshot) { begun = key }
        }
        var last: (key: [UInt8], version: VersionID?)?
        while let item = try Self.nextItem(&latest, &others) {
            guard entries.count + groups.count < request.limit else {
                next = last
                return
            }
            switch item {
            case .group(let name):
                groups.append(name)
                last = (name, nil)
            case .entry(let object, let isOfObjects, let since):
                // The first of a key is its latest: an object of the one table, or else a marker of the other.
                let isFirst = last?.key != object.name && begun != object.name
                entries.append(Entry(object: object, isLatest: isOfObjects || isFirst, since: since))
                last = (object.name, object.versionID)
            }
        }
    }

    /// Goes to where the page before ended. What that ended with may be gone, and another version of its key the latest
    /// instead; none of those that are older is left out.
    /// - Returns: whether the latest of the marker's key is left behind.
    private func start(
        _ latest: inout Source, _ others: inout Source, after marker: [UInt8], _ request: Request, _ bucket: Bucket,
        _ snapshot: any Snapshot
    ) throws -> Bool {
        if let group = Self.group(of: marker, request) {
            latest.skip(to: latest.rawStart(group).prefixSuccessor)
            others.skip(to: others.versionStart(group).prefixSuccessor)
            return true
        }
        let versions = NoncurrentVersion.prefix(bucket.incarnation, marker)
        guard let id = request.versionMarker else {
            latest.skip(to: bucket.objects.raw(marker).bytes.keySuccessor)
            others.skip(to: versions.bytes.prefixSuccessor)
            return true
        }
        let current = try snapshot.version(nil, of: marker, in: bucket)?.object
        guard let sequence = try Self.sequence(of: id, marker, bucket, snapshot), let current,
            current.sequence >= sequence
        else {
            // All there is of the key is older, or it cannot be told.
            latest.skip(to: bucket.objects.raw(marker).bytes)
            others.skip(to: versions.bytes)
            return false
        }
        latest.skip(to: bucket.objects.raw(marker).bytes.keySuccessor)
        others.skip(to: versions.number(~sequence).bytes.keySuccessor)
        return true
    }

    /// Nil for a null version that is gone: unlike other ids, its own does not hold its place.
    private static func sequence(
        of id: VersionID, _ name: [UInt8], _ bucket: Bucket, _ snapshot: any Snapshot
    ) throws -> UInt64? {
        switch id {
        case .made(let sequence, _): sequence
        case .null: try snapshot.version(id, of: name, in: bucket)?.object.sequence
        }
    }

    private static func group(of name: [UInt8], _ request: Request) -> [UInt8]? {
        let prefix = Array(request.prefix.utf8)
        guard let delimiter = request.delimiter.map({ Array($0.utf8) }), !delimiter.isEmpty, name.starts(with: prefix),
            let found = name.dropFirst(prefix.count).firstRange(of: delimiter)
        else { return nil }
        return Array(name[..<found.upperBound])
    }

    private static func nextItem(_ latest: inout Source, _ others: inout Source) throws -> Source.Item? {
        let one = try latest.peek()
        let other = try others.peek()
        guard let one else {
            others.advance()
            return other
        }
        guard let other else {
            latest.advance()
            return one
        }
        if one.name == other.name, case .group = one {
            latest.advance()
            others.advance()
            return one
        }
        // Of one key, the latest object comes before its older versions.
        if other.name.lexicographicallyPrecedes(one.name) {
            others.advance()
            return other
        }
        latest.advance()
        return one
    }
}

extension VersionListing {
    /// The rows of one table, in pages.
    fileprivate struct Source {
        enum Item {
            case group([UInt8])
            case entry(StoredObject, isOfObjects: Bool, since: Date)

            var name: [UInt8] {
                switch self {
                case .group(let name): name
                case .entry(let object, _, _): object.name
                }
            }
        }

        private let base: Key
        private let isLatest: Bool
        private let snapshot: any Snapshot
        private let delimiter: ScanRange.Delimiter?
        private let pageSize: Int
        private var from: [UInt8]
        private let to: [UInt8]
        private var page: ArraySlice<ScanEntry> = []
        private var hasMore = true

        init(_ base: Key, _ request: Request, in snapshot: any Snapshot, isLatest: Bool) {
            self.base = base
            self.isLatest = isLatest
            self.snapshot = snapshot
            let prefix = Array(request.prefix.utf8)
            from = isLatest ? base.raw(prefix).bytes : Self.versionStart(base, prefix)
            to = from.prefixSuccessor
            pageSize = request.limit + 1
            let escaped = request.delimiter.map { Self.escaped(Array($0.utf8)) } ?? []
            delimiter = escaped.isEmpty ? nil : .init(escaped, after: from.count)
        }

        /// As the versions' keys write a name, zero bytes apart, without its end.
        private static func escaped(_ name: [UInt8]) -> [UInt8] { name.flatMap { $0 == 0 ? [0, 0xFF] : [$0] } }

        private static func versionStart(_ base: Key, _ name: [UInt8]) -> [UInt8] { base.raw(escaped(name)).bytes }

        func rawStart(_ name: [UInt8]) -> [UInt8] { base.raw(name).bytes }
        func versionStart(_ name: [UInt8]) -> [UInt8] { Self.versionStart(base, name) }

        mutating func skip(to key: [UInt8]) {
            if from.lexicographicallyPrecedes(key) { from = key }
        }

        mutating func advance() { page = page.dropFirst() }

        mutating func peek() throws -> Item? {
            if page.isEmpty, hasMore, from.lexicographicallyPrecedes(to) { try load() }
            guard let entry = page.first else { return nil }
            guard !entry.isGroup else {
                return .group(Self.unescaped(Array(entry.key.dropFirst(base.bytes.count)), isVersion: !isLatest))
            }
            let bytes = entry.value.dropFirst()
            if isLatest {
                let object = try StoredObject(decoding: bytes, version: entry.value[0])
                return .entry(object, isOfObjects: true, since: object.modifiedAt)
            }
            let version = try NoncurrentVersion(decoding: bytes, version: entry.value[0])
            return .entry(version.object, isOfObjects: false, since: version.since)
        }

        private static func unescaped(_ name: [UInt8], isVersion: Bool) -> [UInt8] {
            guard isVersion, name.contains(0) else { return name }
            var plain: [UInt8] = []
            for (index, byte) in name.enumerated() where !(byte == 0xFF && index > 0 && name[index - 1] == 0) {
                plain.append(byte)
            }
            return plain
        }

        private mutating func load() throws {
            let found = try snapshot.scan(ScanRange(from: from, to: to, maxEntries: pageSize, delimiter: delimiter))
            page = found.entries[...]
            hasMore = found.more
            guard let last = found.entries.last else { return }
            from = last.isGroup ? last.key.prefixSuccessor : last.key.keySuccessor
        }
    }
}
