import ServiceKit
import Storage

/// What tags can hang on: functions and event source mappings.
enum TaggedResource: Sendable {
    case function(FunctionAddress)
    case eventSource(accountID: String, region: String, uuid: String)

    init?(_ text: String) {
        if let address = FunctionAddress(arn: text) {
            self = .function(address)
            return
        }
        let prefix = "event-source-mapping:"
        guard let arn = ARN(text), arn.service == "lambda", arn.resource.hasPrefix(prefix) else { return nil }
        self = .eventSource(
            accountID: arn.account, region: arn.region, uuid: String(arn.resource.dropFirst(prefix.count)))
    }

    var notFound: ServiceError {
        switch self {
        case .function(let address): .functionNotFound(address.arn)
        case .eventSource(let accountID, let region, let uuid):
            .notFound("Event source mapping not found: \(EventSource.arn(accountID, region, uuid))")
        }
    }
}

extension Snapshot {
    /// Nil where there is no such thing.
    func tags(of resource: TaggedResource) throws -> [String: String]? {
        switch resource {
        case .function(let address): try function(address)?.tags
        case .eventSource(let accountID, let region, let uuid):
            try find(EventSource.self, EventSource.key(accountID, region, uuid))?.tags
        }
    }
}

extension Transaction {
    func changeTags(of resource: TaggedResource, _ change: (inout [String: String]) throws -> Void) throws {
        switch resource {
        case .function(let address):
            guard var function = try function(address) else { throw resource.notFound }
            try change(&function.tags)
            try save(function)
        case .eventSource(let accountID, let region, let uuid):
            guard var mapping = try find(EventSource.self, EventSource.key(accountID, region, uuid)) else {
                throw resource.notFound
            }
            try change(&mapping.tags)
            try save(mapping)
        }
    }
}
