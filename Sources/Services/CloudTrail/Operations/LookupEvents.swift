import CloudTrailModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension CloudTrail {
    /// The management events of the caller's account and region, newest first.
    func lookupEvents(_ input: LookupEventsRequest, _ call: Call) async throws -> LookupEventsResponse {
        // What was answered before this call is found by it.
        await finish()
        let attributes = input.lookupAttributes ?? []
        guard attributes.count <= 1 else {
            throw ServiceError(CloudTrailErrors.invalidLookupAttributes, "You can specify only one lookup attribute.")
        }
        let end = input.endTime ?? .distantFuture
        let start = max(input.startTime ?? .distantPast, call.time.addingTimeInterval(-EventStorage.lifetime))
        guard start <= end else {
            throw ServiceError(CloudTrailErrors.invalidTimeRange, "The start time must be before the end time.")
        }
        // There are no insights here: an account without any has none to find.
        if input.eventCategory == .insight { return LookupEventsResponse(events: []) }
        let rows = Self.rows(attributes.first, call)
        let scope = "LookupEvents \(rows.bytes)"
        var to = rows.number(StoredEvent.milliseconds(min(end, .farEnough))).bytes.prefixSuccessor
        if let token = input.nextToken {
            guard let key = paging.key(of: token, scope: scope) else {
                throw ServiceError(CloudTrailErrors.invalidNextToken, "The NextToken is invalid.")
            }
            if key.lexicographicallyPrecedes(to) { to = key }
        }
        let limit = input.maxResults ?? 50
        let range = ScanRange(
            from: rows.number(StoredEvent.milliseconds(start)).bytes, to: to, direction: .backward, maxEntries: limit)
        let (events, next) = try await store.read { snapshot -> ([StoredEvent], [UInt8]?) in
            let page = try snapshot.scan(range)
            let found = try page.entries.compactMap { try snapshot.find(StoredEvent.self, Key(bytes: $0.value)) }
            return (found, page.more ? page.entries.last?.key : nil)
        }
        return LookupEventsResponse(
            events: events.map(\.summary), nextToken: try next.map { try paging.token(for: $0, scope: scope) })
    }

    private static func rows(_ attribute: LookupAttribute?, _ call: Call) -> Key {
        let place = StoredEvent.all(call.caller.accountID ?? "", call.region)
        guard let attribute else { return place.text("").text("") }
        let wanted = StoredEvent.Attribute(attribute.attributeKey.rawValue, attribute.attributeValue)
        return place.text(wanted.name).text(wanted.value)
    }
}

extension Date {
    /// Later than any event, and still a number of milliseconds.
    fileprivate static let farEnough = Date(timeIntervalSince1970: 253_402_300_800)
}

extension StoredEvent {
    fileprivate var summary: Event {
        Event(
            eventId: id, eventName: name, readOnly: isReadOnly ? "true" : "false", accessKeyId: accessKeyID,
            // Whole seconds, as CloudTrail has them.
            eventTime: Date(timeIntervalSince1970: time.timeIntervalSince1970.rounded(.down)), eventSource: source,
            username: userName,
            resources: resources.map { CloudTrailModel.Resource(resourceType: $0.type, resourceName: $0.name) },
            cloudTrailEvent: document)
    }
}

extension ServiceError {
    fileprivate init(_ shape: ErrorShape, _ message: String) {
        self.init(shape.code, message, status: shape.status)
    }
}
