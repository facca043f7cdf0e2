import APIGatewayV2Model
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// API Gateway's second API: HTTP APIs with their routes, and the domains of both kinds.
package struct APIGatewayV2: Service {
    package let model = ServiceModel.apiGatewayV2

    let gateway: APIGateway

    var store: any KeyValueStore { gateway.store }
    var clock: any Clock { gateway.clock }

    package init(_ gateway: APIGateway) { self.gateway = gateway }

    package func tags(ofResource arn: String) async throws -> [String: String] {
        try await gateway.tags(ofResource: arn)
    }

    /// Changes something in an API of the caller's; stages that deploy by themselves follow.
    func change<Value: Sendable>(
        _ apiID: String, _ call: Call, deploys: Bool = true,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        let newID = gateway.newID(6)
        let now = clock.now
        return try await store.write { transaction in
            let entry = try transaction.requireAPI(apiID, .http, call)
            let value = try body(transaction)
            if deploys { try transaction.deployAutomatically(apiID, as: newID, at: now) }
            try transaction.touch(entry)
            return value
        }
    }

    /// Looks at something in an API of the caller's.
    func read<Value: Sendable>(
        _ apiID: String, _ call: Call, _ body: @escaping @Sendable (any Snapshot) throws -> Value
    ) async throws -> Value {
        try await store.read { snapshot in
            _ = try snapshot.requireAPI(apiID, .http, call)
            return try body(snapshot)
        }
    }

    /// A page of what is in an API.
    func page<Part: APIPart>(
        _ type: Part.Type = Part.self, of apiID: String, _ maxResults: String?, _ token: String?, _ call: Call
    ) async throws -> (items: [Part], nextToken: String?) {
        let place = PageOfV2(
            prefix: Stored<Part>.listing(apiID), maxResults: maxResults, token: token, account: call.accountID)
        return try await place.read(gateway) { snapshot, start, limit in
            _ = try snapshot.requireAPI(apiID, .http, call)
            let page = try snapshot.list(Stored<Part>.self, prefix: place.prefix, from: start, limit: limit)
            return (page.records.map(\.part), page.next)
        }
    }
}

/// Where a list begins and ends, as AWS's second API pages it.
struct PageOfV2: Sendable {
    let prefix: Key
    let maxResults: String?
    let token: String?
    let account: String

    func read<Item: Sendable>(
        _ gateway: APIGateway,
        _ list: @escaping @Sendable (any Snapshot, [UInt8]?, Int) throws -> ([Item], [UInt8]?)
    ) async throws -> (items: [Item], nextToken: String?) {
        let limit = try limit
        let scope = "apigateway:\(account):" + prefix.bytes.map { String($0, radix: 16) }.joined()
        let start = try token.map { token in
            guard let key = gateway.paging.key(of: token, scope: scope) else {
                throw ServiceError.badRequest("Invalid next token")
            }
            return key
        }
        let (items, next) = try await gateway.store.read { try list($0, start, limit) }
        return (items, try next.map { try gateway.paging.token(for: $0, scope: scope) })
    }

    private var limit: Int {
        get throws {
            guard let maxResults else { return 100 }
            guard let number = Int(maxResults), (1...500).contains(number) else {
                throw ServiceError.badRequest("Invalid value for maxResults: \(maxResults)")
            }
            return number
        }
    }
}
