import APIGatewayV2Model
import ServiceKit
import Storage
import Wire

/// What carries tags, as the ARN of the management API names it: an API, a stage, a key, a plan or a domain; also what is
/// below one, whose tags are the parent's to a policy.
struct TaggedResource: Sendable {
    enum Place: Sendable, Equatable {
        case httpAPI(String)
        case httpStage(String, String)
        case restAPI(String)
        case restStage(String, String)
        case apiKey(String)
        case usagePlan(String)
        case domain(String)
    }

    let arn: String
    let region: String
    let place: Place
    /// Whether the ARN is the place's own, not of something below it.
    let isExact: Bool

    init?(arn text: String) {
        guard let arn = ARN(text), arn.service == "apigateway" else { return nil }
        let parts = arn.resource.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, parts[0].isEmpty, !parts[2].isEmpty else { return nil }
        self.arn = text
        region = arn.region
        let isStage = parts.count >= 5 && parts[3] == "stages"
        switch parts[1] {
        case "apis" where isStage: place = .httpStage(parts[2], parts[4])
        case "apis": place = .httpAPI(parts[2])
        case "restapis" where isStage: place = .restStage(parts[2], parts[4])
        case "restapis": place = .restAPI(parts[2])
        case "apikeys": place = .apiKey(parts[2])
        case "usageplans": place = .usagePlan(parts[2])
        case "domainnames": place = .domain(parts[2])
        default: return nil
        }
        isExact = parts.count == (isStage ? 5 : 3)
    }

    /// Nil where there is nothing.
    func tags(in snapshot: any Snapshot) throws -> [String: String]? {
        switch place {
        case .httpAPI(let id):
            guard let record = try snapshot.find(HTTPAPIRecord.self, HTTPAPIRecord.key(id)) else { return nil }
            return record.api.tags ?? [:]
        case .httpStage(let id, let name):
            guard let stage = try snapshot.part(Stage.self, name, of: id) else { return nil }
            return stage.tags ?? [:]
        case .restAPI(let id): return try snapshot.restAPITags(id)
        case .restStage(let id, let name): return try snapshot.restStageTags(name, of: id)
        case .apiKey, .usagePlan, .domain: return nil
        }
    }

    func setTags(_ tags: [String: String], in transaction: any Transaction) throws {
        switch place {
        case .httpAPI(let id):
            guard var record = try transaction.find(HTTPAPIRecord.self, HTTPAPIRecord.key(id)) else { return }
            record.api.tags = tags
            try transaction.save(record)
        case .httpStage(let id, let name):
            guard var stage = try transaction.part(Stage.self, name, of: id) else { return }
            stage.tags = tags
            try transaction.save(stage, in: id)
        case .restAPI(let id): try transaction.setRESTAPITags(tags, of: id)
        case .restStage(let id, let name): try transaction.setRESTStageTags(tags, name, of: id)
        case .apiKey, .usagePlan, .domain: break
        }
    }

    /// The API whose account must be the caller's; keys, plans and domains have their account in their keys.
    var apiID: String? {
        switch place {
        case .httpAPI(let id), .httpStage(let id, _), .restAPI(let id), .restStage(let id, _): id
        case .apiKey, .usagePlan, .domain: nil
        }
    }
}

extension APIGateway {
    private static let reserved = "aws:"

    /// - Parameter method: `GET`, `POST`, `PUT` or `DELETE` on the tags of a resource.
    func need(_ method: String, tagsOf arn: String, _ tags: RequestedTags?, _ call: Call) async throws -> Permission {
        var context = tags?.conditionKeys ?? [:]
        for (key, value) in try await self.tags(ofResource: arn) { context["aws:ResourceTag/" + key] = [value] }
        let path = arn.isEmpty ? "" : Self.arn("/tags/" + PercentCoding.encode(arn), call.region)
        return Permission("apigateway:\(method)", on: path, context: context)
    }

    func tags(of arn: String, _ call: Call) async throws -> [String: String] {
        let place = try Self.taggable(arn, call)
        return try await store.read { snapshot in try Self.tags(of: place, snapshot, call) }
    }

    func changeTags(
        of arn: String, _ call: Call, _ change: @escaping @Sendable (inout [String: String]) throws -> Void
    ) async throws {
        let place = try Self.taggable(arn, call)
        try await store.write { transaction in
            var tags = try Self.tags(of: place, transaction, call)
            try change(&tags)
            try Self.check(tags)
            try place.setTags(tags, in: transaction, call)
        }
    }

    private static func tags(
        of place: TaggedResource, _ snapshot: any Snapshot, _ call: Call
    ) throws -> [String: String] {
        if let id = place.apiID {
            guard let entry = try snapshot.find(APIEntry.self, APIEntry.key(id)), entry.accountID == call.accountID
            else { throw ServiceError.notFound("Invalid API identifier specified \(call.accountID):\(id)") }
        }
        guard let tags = try place.tags(in: snapshot, call) else {
            throw ServiceError.notFound("Invalid resource identifier specified")
        }
        return tags
    }

    private static func taggable(_ arn: String, _ call: Call) throws -> TaggedResource {
        guard let place = TaggedResource(arn: arn), place.isExact, place.region == call.region else {
            throw ServiceError.badRequest("Invalid ARN specified in the request")
        }
        return place
    }

    static func check(_ tags: [String: String]?) throws {
        guard let tags else { return }
        guard tags.count <= APILimits.tags else {
            throw ServiceError.badRequest("The number of tags exceeds the limit of \(APILimits.tags)")
        }
        for (key, value) in tags {
            guard !key.lowercased().hasPrefix(reserved) else {
                throw ServiceError.badRequest("Tag keys starting with 'aws:' are reserved for system use")
            }
            guard (1...128).contains(key.unicodeScalars.count), value.unicodeScalars.count <= 256 else {
                throw ServiceError.badRequest("Invalid tag key or value specified")
            }
        }
    }
}
