import DynamoDBModel
import FoundationEssentials

/// Another order of a table's items, kept in the commit that changes the item.
struct SecondaryIndex: Codable, Sendable {
    enum Scope: String, Codable, Sendable { case local, global }

    enum State: String, Codable, Sendable {
        case creating = "CREATING"
        case active = "ACTIVE"
        case updating = "UPDATING"
        case deleting = "DELETING"
    }

    /// What of an item an index has.
    enum Projection: Codable, Sendable, Equatable {
        case all
        case keysOnly
        case include([String])
    }

    var name: String
    /// Its number within the table, never given again.
    var number: UInt64
    var scope: Scope
    var keys: KeySchema
    var projection: Projection
    var state: State
    var throughput: Throughput?
    var demandLimits: DemandLimits?
    var warmUnits: WarmUnits?

    /// The item as the index has it; nil where it lacks one of the index's keys, or has one that was written before the
    /// index was made and could be no key.
    func projected(_ item: AttributeMap, tableKeys: KeySchema) -> AttributeMap? {
        for key in keys.attributes {
            guard let value = item[key.name], key.accepts(value), value.kindIfEmpty == nil else { return nil }
        }
        guard keys.sizeFault(of: item) == nil else { return nil }
        switch projection {
        case .all: return item
        case .keysOnly: return item.keeping { keys.contains($0) || tableKeys.contains($0) }
        case .include(let names):
            return item.keeping { name in
                keys.contains(name) || tableKeys.contains(name) || names.contains { $0.isSameText(as: name) }
            }
        }
    }
}

struct Throughput: Codable, Sendable, Equatable {
    var readUnits: Int
    var writeUnits: Int
    var lastIncreaseAt: Date?
    var lastDecreaseAt: Date?
    var decreasesToday = 0

    var warm: WarmUnits { WarmUnits(readUnits: readUnits, writeUnits: writeUnits) }
}

extension AttributeMap {
    func keeping(_ isWanted: (String) -> Bool) -> AttributeMap { AttributeMap(entries.filter { isWanted($0.name) }) }
}
