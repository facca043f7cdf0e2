import APIGatewayModel
import APIGatewayV2Model
import CloudTrailModel
import CloudWatchLogsModel
import CognitoIdentityPoolsModel
import CognitoUserPoolsModel
import DynamoDBModel
import DynamoDBStreamsModel
import FoundationEssentials
import IAMModel
import LambdaModel
import S3ControlModel
import S3Model
import STSModel
import Testing
import Wire

/// Every served operation reads back, member by member, what botocore makes of a full request.
@Suite struct BotocoreRequestTests {
    @Test(arguments: try BotocoreCase.all())
    func readsEveryMember(_ wanted: BotocoreCase) throws {
        let input = try #require(wanted.inputType)
        var violations = Violations()
        let members = try described(input.decode(wanted.request, &violations))
        for (name, value) in wanted.members {
            #expect(members[name] == value, "\(wanted.operation).\(name)")
        }
        #expect(members.count == wanted.members.count)
    }

    @Test(arguments: try BotocoreCase.all().filter { $0.service == "s3" })
    func routesToItsOperation(_ wanted: BotocoreCase) {
        let level: RESTRoute.Level =
            wanted.request.pathLabels["Bucket"] == ""
            ? .service
            : wanted.request.pathLabels["Key"] == "" ? .bucket : .object
        let found = S3Routes.router.operation(
            method: wanted.request.method, level: level, query: wanted.request.query,
            headers: wanted.request.headers)
        #expect(found == wanted.operation)
    }

    @Test(arguments: try BotocoreCase.all().filter { $0.router != nil })
    func isFoundByItsPath(_ wanted: BotocoreCase) {
        let match = wanted.router?.match(
            method: wanted.request.method, path: wanted.path, query: wanted.query)
        #expect(match?.operation == wanted.operation)
    }

    @Test func coversEveryServedOperation() throws {
        let cases = Set(try BotocoreCase.all().map { "\($0.service) \($0.operation)" })
        let served = BotocoreCase.inputs.map { "\($0.operation.service.name) \($0.operation.name)" }
        #expect(cases == Set(served))
        #expect(served.count > 130)
    }
}

/// One line of Fixtures/botocore-requests.json, which make-cases.py writes.
struct BotocoreCase: Sendable, CustomTestStringConvertible {
    let service: String
    let operation: String
    let path: String
    /// As it is sent.
    let query: String
    let request: WireRequest
    let members: [(String, JSONValue)]

    var testDescription: String { "\(service) \(operation)" }

    static let inputs: [any OperationInput.Type] =
        APIGatewayOperations.served + APIGatewayV2Operations.served + CloudTrailOperations.served
        + CloudWatchLogsOperations.served + CognitoIdentityPoolsOperations.served
        + CognitoUserPoolsOperations.served
        + DynamoDBOperations.served + DynamoDBOperations.prepared
        + DynamoDBStreamsOperations.served + DynamoDBStreamsOperations.prepared + IAMOperations.served
        + LambdaOperations.served
        + S3Operations.served + S3ControlOperations.served + STSOperations.served

    private static let routers = [
        "apigateway": APIGatewayRoutes.router, "apigatewayv2": APIGatewayV2Routes.router,
        "lambda": LambdaRoutes.router, "s3control": S3ControlRoutes.router,
    ]
    var router: PathRouter? { Self.routers[service] }

    var inputType: (any OperationInput.Type)? {
        Self.inputs.first { $0.operation.service.name == service && $0.operation.name == operation }
    }

    static func all() throws -> [BotocoreCase] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let file = folder.appending(path: "Fixtures/botocore-requests.json")
        let document = try JSONValue(parsing: [UInt8](try Data(contentsOf: file)))
        return try (document.array ?? []).map { try BotocoreCase($0) }
    }

    private init(_ line: JSONValue) throws {
        service = try #require(line["service"]?.string)
        operation = try #require(line["operation"]?.string)
        let headers = try #require(line["headers"]?.array).map { pair in
            (name: try #require(pair.array?.first?.string), value: try #require(pair.array?.last?.string))
        }
        let method = try #require(line["method"]?.string)
        let bucket = try #require(line["bucket"]?.string)
        let key = try #require(line["key"]?.string)
        path = line["path"]?.string ?? "/\(bucket)/\(PercentCoding.encodePath(key))"
        query = line["query"]?.string ?? ""
        let match = Self.routers[service]?.match(method: method, path: path, query: query)
        request = WireRequest(
            method: method, pathLabels: match?.labels ?? ["Bucket": bucket, "Key": key],
            query: PercentCoding.parseQuery(try #require(line["query"]?.string)),
            headers: HeaderFields(headers),
            body: [UInt8](try #require(line["body"]?.string.flatMap { Data(base64Encoded: $0) })))
        members = try #require(line["members"]?.members).map { ($0.key, Canonical.sorted($0.value)) }
    }
}

/// A decoded input's members that are set, found by reflection.
private func described(_ input: some OperationInput) throws -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    for child in Mirror(reflecting: input).children {
        guard let name = child.label, let value = try Canonical.describe(child.value) else { continue }
        members[name] = value
    }
    return members
}

/// Values as JSON, the members of objects in order of their names.
private enum Canonical {
    struct UnknownType: Error { let name: String }

    static func describe(_ value: Any) throws -> JSONValue? {
        switch value {
        case let value as String: return .string(value)
        case let value as Int: return .number(String(value))
        case let value as Double: return .number("\(value)")
        case let value as Bool: return .bool(value)
        case let value as Date: return .number(String(Int(value.timeIntervalSince1970)))
        case let value as any OpenEnum: return .string(value.rawValue)
        case let value as JSONValue: return sorted(value)
        case let value as AttributeMap: return try written(value.write)
        case let value as AttributeValue: return try written(value.write)
        case let value as [UInt8]: return .array(value.map { .number(String($0)) })
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return try mirror.children.first.flatMap { try describe($0.value) }
        case .collection: return .array(try mirror.children.compactMap { try describe($0.value) })
        case .dictionary: return try dictionary(value)
        case .struct:
            let members = try mirror.children.compactMap { child in
                try describe(child.value).map { JSONValue.Member(child.label ?? "", $0) }
            }
            return sorted(.object(members))
        default: throw UnknownType(name: "\(type(of: value))")
        }
    }

    /// What is written by hand is described as it is written.
    private static func written(_ write: (inout JSONWriter) -> Void) throws -> JSONValue {
        var writer = JSONWriter()
        write(&writer)
        return sorted(try JSONValue(parsing: writer.bytes))
    }

    private static func dictionary(_ value: Any) throws -> JSONValue {
        guard let entries = value as? [String: Any] else { throw UnknownType(name: "\(type(of: value))") }
        return sorted(
            .object(
                try entries.compactMap { key, value in
                    try describe(value).map { JSONValue.Member(key, $0) }
                }))
    }

    static func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(members.map { .init($0.key, sorted($0.value)) }.sorted { $0.key < $1.key })
        case .array(let elements): .array(elements.map(sorted))
        default: value
        }
    }
}
