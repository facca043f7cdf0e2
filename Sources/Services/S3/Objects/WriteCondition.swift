import ServiceKit

/// `If-Match` and `If-None-Match` of a request that writes, looked at in the transaction that does.
struct WriteCondition: Sendable {
    private let ifMatch: String?

    private let mustBeMissing: Bool

    init(ifMatch: String?, ifNoneMatch: String?) throws {
        if ifMatch != nil, ifNoneMatch != nil {
            throw ServiceError.conditionNotImplemented(
                "If-Match,If-None-Match", "Multiple conditional request headers present in the request")
        }
        if let ifNoneMatch, ifNoneMatch != "*" { throw ServiceError.valueNotAccepted(of: "If-None-Match") }
        self.ifMatch = ifMatch
        mustBeMissing = ifNoneMatch != nil
    }

    /// Only deletes take `*`: what is written names the very object that it replaces.
    func requireTag() throws {
        if ifMatch == "*" || ifMatch == "\"*\"" { throw ServiceError.valueNotAccepted(of: "If-Match") }
    }

    func check(_ existing: StoredObject?, key: String) throws {
        // Both are about the latest version; a delete marker is no object.
        if mustBeMissing, existing != nil { throw ServiceError.preconditionFailed("If-None-Match") }
        guard let ifMatch else { return }
        guard let existing else { throw ServiceError.noSuchKey(key) }
        guard EntityTags.matches(ifMatch, existing.quotedETag) else {
            throw ServiceError.preconditionFailed("If-Match")
        }
    }
}

extension ServiceError {
    fileprivate static func valueNotAccepted(of header: String) -> ServiceError {
        conditionNotImplemented(header, "We don't accept the provided value of \(header) header for this API")
    }

    fileprivate static func conditionNotImplemented(_ header: String, _ sentence: String) -> ServiceError {
        var error = notImplemented(header)
        error.members.append(("additionalMessage", sentence))
        return error
    }
}

/// Lists of entity tags as `If-Match` and `If-None-Match` carry them.
enum EntityTags {
    static func matches(_ list: String, _ tag: String) -> Bool {
        let bare = tag.replacing("\"", with: "")
        return list.split(separator: ",").contains { item in
            let given = item.trimmingPrefix(while: { $0 == " " }).replacing("\"", with: "").replacing(" ", with: "")
            return given == "*" || given == bare || given == "W/" + bare
        }
    }
}
