import FoundationEssentials
import LambdaModel
import Storage

/// An event source mapping: a table's stream, and the function that is given its changes.
struct EventSource: Record, Codable {
    static let table = TableID.eventSources

    var accountID: String
    var region: String
    var uuid: String
    var functionName: String
    /// A version or an alias.
    var qualifier: String?
    var sourceARN: String
    var startingPosition: String
    var settings: EventSourceSettings
    var isEnabled: Bool
    /// As AWS names them.
    var state: State
    var modifiedAt: Date
    var tags: [String: String]

    enum State: String, Codable {
        case creating = "Creating"
        case enabling = "Enabling"
        case enabled = "Enabled"
        case disabling = "Disabling"
        case disabled = "Disabled"
        case updating = "Updating"
        case deleting = "Deleting"

        /// Whether it is on its way to another one.
        var isPassing: Bool { self != .enabled && self != .disabled }
    }

    var key: Key { Self.key(accountID, region, uuid) }
    static let all = Key(table: .eventSources)
    static func key(_ accountID: String, _ region: String, _ uuid: String) -> Key {
        listing(accountID, region).text(uuid)
    }
    static func listing(_ accountID: String, _ region: String) -> Key { all.text(accountID).text(region) }

    var arn: String { Self.arn(accountID, region, uuid) }
    static func arn(_ accountID: String, _ region: String, _ uuid: String) -> String {
        "arn:aws:lambda:\(region):\(accountID):event-source-mapping:\(uuid)"
    }
    var function: FunctionAddress {
        FunctionAddress(accountID: accountID, region: region, name: functionName, qualifier: qualifier)
    }

    func answer(_ place: EventSourcePlace?) -> EventSourceMappingConfiguration {
        EventSourceMappingConfiguration(
            uuid: uuid, startingPosition: EventSourcePosition(rawValue: startingPosition),
            batchSize: settings.batchSize, maximumBatchingWindowInSeconds: settings.window,
            parallelizationFactor: 1, eventSourceArn: sourceARN,
            filterCriteria: settings.filters.isEmpty
                ? nil : FilterCriteria(filters: settings.filters.map { Filter(pattern: $0) }),
            functionArn: function.qualifiedARN, lastModified: modifiedAt,
            lastProcessingResult: place?.lastResult ?? EventSourcePlace.nothingYet, state: state.rawValue,
            stateTransitionReason: "User action",
            destinationConfig: DestinationConfig(onFailure: OnFailure(destination: settings.onFailure)),
            maximumRecordAgeInSeconds: settings.longestAge, bisectBatchOnFunctionError: settings.bisects,
            maximumRetryAttempts: settings.mostRetries, tumblingWindowInSeconds: 0,
            functionResponseTypes: settings.reportsItems ? [.reportBatchItemFailures] : [],
            eventSourceMappingArn: arn)
    }
}

struct EventSourceSettings: Codable, Sendable {
    var batchSize = 100
    /// So long is waited for a batch to fill, in seconds.
    var window = 0
    /// In seconds; -1 for no limit.
    var longestAge = -1
    /// -1 for no limit.
    var mostRetries = -1
    var bisects = false
    /// Whether the function tells which changes of a batch it failed with.
    var reportsItems = false
    /// Patterns, of which one must match.
    var filters: [String] = []
    var onFailure: String?
}

/// How far the function was given a stream's changes. It is written with each batch, apart from the mapping.
struct EventSourcePlace: Record, Codable, Equatable {
    static let table = TableID.eventSourcePlaces
    static let nothingYet = "No records processed"

    var uuid: String
    /// The number of the last change that was dealt with; nil to begin with the oldest there is.
    var last: String?
    var lastResult = nothingYet

    var key: Key { Self.key(uuid) }
    static func key(_ uuid: String) -> Key { Key(table: .eventSourcePlaces).text(uuid) }
}
