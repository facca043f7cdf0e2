import APIGatewayModel
import FoundationEssentials
import ServiceKit
import Storage

extension APIGateway {
    /// Changes something in an API of the caller's. Stages serve what was deployed, until something is deployed anew.
    func change<Value: Sendable>(
        _ apiID: String, _ call: Call, _ body: @escaping @Sendable (any Transaction, RESTAPIRecord) throws -> Value
    ) async throws -> Value {
        try await store.write { transaction in
            let entry = try transaction.requireAPI(apiID, .rest, call)
            let value = try body(transaction, try transaction.requireRESTAPI(apiID, call))
            try transaction.touch(entry)
            return value
        }
    }

    /// Looks at something in an API of the caller's.
    func read<Value: Sendable>(
        _ apiID: String, _ call: Call, _ body: @escaping @Sendable (any Snapshot) throws -> Value
    ) async throws -> Value {
        try await store.read { snapshot in
            _ = try snapshot.requireAPI(apiID, .rest, call)
            return try body(snapshot)
        }
    }

    func changeMethod<Value: Sendable>(
        _ name: String, of resourceID: String, in apiID: String, _ call: Call,
        _ body: @escaping @Sendable (inout Method, any Transaction) throws -> Value
    ) async throws -> Value {
        try await change(apiID, call) { transaction, _ in
            var (resource, method) = try transaction.requireMethod(name, of: resourceID, in: apiID)
            let value = try body(&method, transaction)
            resource.resourceMethods?[name] = method
            try transaction.save(resource, in: apiID)
            return value
        }
    }

    /// A page of what is in an API.
    func page<Part: APIPart>(
        _ type: Part.Type = Part.self, of apiID: String, _ limit: Int?, _ position: String?, _ call: Call
    ) async throws -> (items: [Part], position: String?) {
        let place = PageOfV1(
            prefix: Stored<Part>.listing(apiID), limit: limit, position: position, account: call.accountID)
        return try await place.read(self) { snapshot, start, limit in
            _ = try snapshot.requireAPI(apiID, .rest, call)
            let page = try snapshot.list(Stored<Part>.self, prefix: place.prefix, from: start, limit: limit)
            return (page.records.map(\.part), page.next)
        }
    }
}

/// Where a list begins and ends, as AWS's first API pages it.
struct PageOfV1: Sendable {
    let prefix: Key
    let limit: Int?
    let position: String?
    let account: String

    private static let standard = 25
    private static let most = 500

    func read<Item: Sendable>(
        _ gateway: APIGateway, _ list: @escaping @Sendable (any Snapshot, [UInt8]?, Int) throws -> ([Item], [UInt8]?)
    ) async throws -> (items: [Item], position: String?) {
        // AWS takes what is out of range for the nearest that is not.
        let count = min(max(limit ?? Self.standard, 1), Self.most)
        let scope = "apigateway:\(account):" + prefix.bytes.map { String($0, radix: 16) }.joined()
        let start = try position.map { position in
            guard let key = gateway.paging.key(of: position, scope: scope) else {
                throw ServiceError.badRequest("Invalid position parameter specified")
            }
            return key
        }
        let (items, next) = try await gateway.store.read { try list($0, start, count) }
        return (items, try next.map { try gateway.paging.token(for: $0, scope: scope) })
    }
}
