import LambdaModel
import PolicyEngine
import ServiceKit
import Storage

extension Lambda {
    static let noEventSource = ServiceError.notFound("The resource you requested does not exist.")

    static func cannotAccess(_ stream: String) -> String {
        "Cannot access stream \(stream). Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, "
            + "ListShards, and ListStreams Actions on your stream in IAM."
    }

    /// Whether a function's role may read a stream, as Lambda does in its name.
    func mayRead(_ stream: String, _ call: Call) async throws -> Bool {
        let account = ARN(stream)?.account
        for action in ["GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"] {
            let permission = Permission("dynamodb:" + action, on: stream, in: account)
            guard try await authorizer.decide(permission, call).isAllowed else { return false }
        }
        return true
    }

    /// The role of what an address means; nil where it means nothing any more.
    func role(of address: FunctionAddress) async throws -> String? {
        try await store.read { snapshot -> String? in
            do { return try snapshot.resolve(address).version.roleARN } catch is ServiceError { return nil }
        }
    }

    /// Only streams of tables are event sources here.
    static func checkSource(_ arn: String?) throws -> String {
        guard let arn, let parsed = ARN(arn) else { throw ServiceError.invalid("Unrecognized event source.") }
        switch parsed.service {
        case "dynamodb" where parsed.resource.contains("/stream/"): return arn
        case "sqs", "kinesis", "kafka", "mq", "rds":
            throw ServiceError.invalid(
                "Event sources of \(parsed.service) are not served here: only streams of DynamoDB's tables are.")
        default: throw ServiceError.invalid("Unrecognized event source.")
        }
    }

    /// Nothing of another account's function is looked at, whatever its role may read.
    static func checkIsOwn(_ address: FunctionAddress, _ call: Call) throws {
        guard address.accountID == call.accountID else { throw ServiceError.invalid("Function does not exist") }
    }

    /// The function that is to be given the events, and what its role may.
    func checkFunction(_ address: FunctionAddress, reading stream: String, _ call: Call) async throws {
        guard let role = try await role(of: address) else { throw ServiceError.invalid("Function does not exist") }
        let roleCall = try await self.call(asRole: role, for: address, at: call.time)
        guard try await mayRead(stream, roleCall) else { throw ServiceError.invalid(Self.cannotAccess(stream)) }
    }

    /// Failures can go to buckets; AWS takes no function here.
    func checkOnFailure(_ config: DestinationConfig?, of address: FunctionAddress, _ call: Call) async throws -> String?
    {
        guard config?.onSuccess?.destination.map(\.isEmpty) ?? true else {
            throw ServiceError.invalid(
                "Unsupported DestinationConfig parameter for given event source mapping type.")
        }
        guard let arn = config?.onFailure?.destination, !arn.isEmpty else { return nil }
        let destination = EventDestination(arn)
        switch destination {
        case .bucket?, .notServed?: break
        case .function?, nil:
            throw ServiceError.invalid(
                "The provided destination config DestinationConfig(onSuccess=null, "
                    + "onFailure=OnFailure(destination=\(arn))) is invalid.")
        }
        let role = try await store.read { try $0.resolve(address).version.roleARN }
        if let destination { try await check(destination, arn, role: role, address, call) }
        return arn
    }

    private static let mostFilters = 10

    static func filters(_ criteria: FilterCriteria?) throws -> [String] {
        let patterns = (criteria?.filters ?? []).map { $0.pattern ?? "" }
        guard patterns.count <= mostFilters, patterns.allSatisfy({ EventPattern($0) != nil }) else {
            throw ServiceError.invalid("Invalid filter pattern definition.")
        }
        return patterns
    }

    static func checkParallel(_ factor: Int?, _ tumblingWindow: Int?) throws {
        guard factor ?? 1 <= 1 else {
            throw ServiceError.invalid("A ParallelizationFactor above 1 is not served here: batches come one by one.")
        }
        guard tumblingWindow ?? 0 == 0 else {
            throw ServiceError.invalid("Tumbling windows are not served here.")
        }
    }

    func eventSource(_ uuid: String, _ call: Call) async throws -> (EventSource, EventSourcePlace?)? {
        try await store.read { snapshot in
            let key = EventSource.key(call.accountID, call.region, uuid)
            guard let mapping = try snapshot.find(EventSource.self, key) else { return nil }
            return (mapping, try snapshot.find(EventSourcePlace.self, EventSourcePlace.key(uuid)))
        }
    }

    /// For permissions: the mapping, and the function it is for.
    func eventSourcePermission(_ action: String, _ uuid: String, _ call: Call) async throws -> [Permission] {
        var own = try await ownPermission(action, on: EventSource.arn(call.accountID, call.region, uuid))
        if let mapping = try await eventSource(uuid, call)?.0 {
            own.context["lambda:FunctionArn"] = [mapping.function.qualifiedARN]
        }
        return [own]
    }

    func creatingEventSource(_ input: CreateEventSourceMappingRequest, _ call: Call) async throws -> [Permission] {
        var own = Permission(
            "lambda:CreateEventSourceMapping", on: "*", context: RequestedTags(input.tags).conditionKeys)
        own.context["lambda:FunctionArn"] = [Self.arn(input.functionName, call)]
        return [own]
    }
}
