import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// An event as it is looked up.
struct StoredEvent: Record, Codable {
    static let table = TableID.cloudTrailEvents

    struct Resource: Codable, Sendable {
        var type: String
        var name: String
    }

    var id: String
    var sequence: UInt64
    var accountID: String
    var region: String
    var time: Date
    var name: String
    var source: String
    var isReadOnly: Bool
    var userName: String?
    var accessKeyID: String?
    var resources: [Resource]
    /// The whole record, as JSON.
    var document: String

    init(_ event: EventRecord) {
        let report = event.report
        id = event.id
        sequence = event.sequence
        accountID = event.accountID
        region = event.region
        time = report.time
        name = report.operation
        source = event.source
        isReadOnly = event.isReadOnly
        userName = UserIdentity(report.caller, accessKeyID: report.accessKeyID).userName
        accessKeyID = report.accessKeyID
        resources = EventResource.all(of: report).map { Resource(type: $0.type, name: $0.name) }
        document = String(decoding: event.json.serialized(), as: UTF8.self)
    }

    /// Oldest first, over all accounts: so they are trimmed, those with and those without a signature apart.
    var key: Key { Self.all(signed: isSigned).number(milliseconds).number(sequence).text(id) }
    var isSigned: Bool { accessKeyID != nil }

    static func all(signed: Bool) -> Key { Key(table: table).text(signed ? "signed" : "open") }

    var indexKeys: [Key] {
        let place = Self.all(accountID, region)
        var rows = [place.text("").text("")]
        rows += attributes.map { place.text($0.name).text($0.value) }
        return rows.map { $0.number(milliseconds).number(sequence).text(id) }
    }

    private var milliseconds: UInt64 { Self.milliseconds(time) }

    static func milliseconds(_ time: Date) -> UInt64 { UInt64(max(0, time.timeIntervalSince1970 * 1000)) }

    static func all(_ accountID: String, _ region: String) -> Key {
        Key(table: .cloudTrailEventsByAttribute).text(accountID).text(region)
    }

    /// What events are looked up by, by LookupAttribute's names. Longer values are found by their beginning.
    private var attributes: Set<Attribute> {
        var all: Set = [
            Attribute("EventId", id), Attribute("EventName", name), Attribute("EventSource", source),
            Attribute("ReadOnly", isReadOnly ? "true" : "false"),
        ]
        if let userName { all.insert(Attribute("Username", userName)) }
        if let accessKeyID { all.insert(Attribute("AccessKeyId", accessKeyID)) }
        for resource in resources {
            all.insert(Attribute("ResourceType", resource.type))
            all.insert(Attribute("ResourceName", resource.name))
        }
        return all
    }

    struct Attribute: Hashable {
        static let longestValue = 512
        let name: String
        let value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = String(value.prefix(Self.longestValue))
        }
    }
}
