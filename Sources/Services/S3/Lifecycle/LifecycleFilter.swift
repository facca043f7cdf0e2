import S3Model

/// Which objects a rule is about, whichever of the two forms it is written in.
package struct LifecycleFilter: Sendable {
    private(set) var prefix: String?
    private(set) var tags: [Tag] = []
    private(set) var largerThan: Int?
    private(set) var smallerThan: Int?

    /// A rule's own `Prefix` is the older form.
    package init(_ rule: LifecycleRule) {
        let filter = rule.filter
        let and = filter?.and
        prefix = rule.prefix ?? filter?.prefix ?? and?.prefix
        tags = filter?.tag.map { [$0] } ?? and?.tags ?? []
        largerThan = filter?.objectSizeGreaterThan ?? and?.objectSizeGreaterThan
        smallerThan = filter?.objectSizeLessThan ?? and?.objectSizeLessThan
    }

    package var hasSizes: Bool { largerThan != nil || smallerThan != nil }

    /// - Parameter tags: a delete marker and an upload have none, and no size.
    package func takesIn(key: [UInt8], size: Int = 0, tags present: [String: String] = [:]) -> Bool {
        if let prefix, !key.starts(with: prefix.utf8) { return false }
        if let largerThan, size <= largerThan { return false }
        if let smallerThan, size >= smallerThan { return false }
        return tags.allSatisfy { present[$0.key] == $0.value }
    }

    /// As errors show it.
    package var shown: String {
        var parts = prefix.map { ["prefix=\($0)"] } ?? []
        parts += tags.map { "tag(key=\($0.key), value=\($0.value))" }
        return "(" + parts.joined(separator: " and ") + ")"
    }
}
