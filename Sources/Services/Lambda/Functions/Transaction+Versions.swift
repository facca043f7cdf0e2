import FoundationEssentials
import ServiceKit
import Storage

extension Transaction {
    /// Makes what stands as `$LATEST` the next numbered version; where nothing changed since the last, that is it.
    func publish(_ function: inout Function, description: String?, at time: Date) throws -> FunctionVersion {
        if let last = try version(String(function.lastVersion), of: function),
            last.isSameBut(function.latest, description: description)
        {
            return last
        }
        function.lastVersion += 1
        var version = function.latest
        version.number = String(function.lastVersion)
        if let description { version.description = description }
        try save(PublishedVersion(incarnation: function.incarnation, number: function.lastVersion, version: version))
        return version
    }

    /// Archives that are `old`'s alone: neither its function nor a version of it has them now.
    func orphans(_ old: CodeReference, of function: Function) throws -> [CodeReference] {
        guard function.latest.code.blob != old.blob else { return [] }
        let page = try scan(
            ScanRange(prefix: PublishedVersion.listing(function.incarnation).bytes, maxEntries: 10_000, maxBytes: .max))
        for entry in page.entries {
            let version = try find(PublishedVersion.self, Key(bytes: entry.key))
            if version?.version.code.blob == old.blob { return [] }
        }
        guard let id = BlobID(name: old.blob) else { return [] }
        try delete(id.row.bytes)
        return [old]
    }
}

extension FunctionVersion {
    /// Whether publishing would make another version of what is one already.
    fileprivate func isSameBut(_ latest: FunctionVersion, description: String?) -> Bool {
        code.sha256 == latest.code.sha256 && runtime == latest.runtime && handler == latest.handler
            && roleARN == latest.roleARN && memorySize == latest.memorySize && timeout == latest.timeout
            && temporarySize == latest.temporarySize && sealedEnvironment == latest.sealedEnvironment
            && layers == latest.layers && tracingMode == latest.tracingMode
            && deadLetterTarget == latest.deadLetterTarget && logGroup == latest.logGroup
            && self.description == (description ?? latest.description)
    }
}
