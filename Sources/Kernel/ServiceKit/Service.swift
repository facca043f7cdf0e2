import Wire

/// A pillar of the house: a set of operations under one model.
package protocol Service: Sendable {
    var model: ServiceModel { get }
    var operations: [Operation] { get }
    /// The tags of what an ARN names, for the condition key `aws:ResourceTag`; none where there is nothing.
    func tags(ofResource arn: String) async throws -> [String: String]
}

extension Service {
    package func tags(ofResource arn: String) async throws -> [String: String] { [:] }
}

/// The tags that a request would put on a resource, or the keys it would take off.
package struct RequestedTags: Sendable {
    /// `aws:TagKeys` and `aws:RequestTag/…`.
    package let conditionKeys: [String: [String]]

    package init(_ tags: [String: String]?) {
        var keys: [String: [String]] = [:]
        for (key, value) in tags ?? [:] { keys["aws:RequestTag/" + key] = [value] }
        if let tags, !tags.isEmpty { keys["aws:TagKeys"] = tags.keys.sorted() }
        conditionKeys = keys
    }

    package init(removing keys: [String]) { conditionKeys = ["aws:TagKeys": keys] }
}

/// The limits of a body that is not streamed, where an operation says nothing else.
package enum BodyLimit {
    package static let standard = 1 << 20
}

extension Service {
    /// An operation that needs no signature.
    package func open<Input: OperationInput>(
        _ perform: @escaping @Sendable (Input, Call) async throws -> Input.Output,
        bodyLimit: Int = BodyLimit.standard
    ) -> Operation {
        operation(.open, bodyLimit, permissions: { _, _ in [] }, perform)
    }

    /// An operation that needs one action on one resource.
    package func signed<Input: OperationInput>(
        _ perform: @escaping @Sendable (Input, Call) async throws -> Input.Output, allows action: String,
        on resource: @escaping @Sendable (Input, Call) -> String,
        tags: (@Sendable (Input) -> RequestedTags)? = nil, bodyLimit: Int = BodyLimit.standard
    ) -> Operation {
        operation(
            .signed, bodyLimit,
            permissions: { input, call in
                [try await permission(action, on: resource(input, call), tags: tags?(input))]
            }, perform)
    }

    /// An action on a resource, with the resource's tags and those the request brings.
    package func permission(
        _ action: String, on arn: String, tags requested: RequestedTags? = nil
    ) async throws -> Permission {
        var context = requested?.conditionKeys ?? [:]
        for (key, value) in try await tags(ofResource: arn) { context["aws:ResourceTag/" + key] = [value] }
        return Permission(action, on: arn, context: context)
    }

    /// An operation whose needs take looking up: several actions, a resource's policy, context keys.
    package func signed<Input: OperationInput>(
        _ perform: @escaping @Sendable (Input, Call) async throws -> Input.Output,
        needs permissions: @escaping @Sendable (Input, Call) async throws -> [Permission],
        bodyLimit: Int = BodyLimit.standard
    ) -> Operation {
        operation(.signed, bodyLimit, permissions: permissions, perform)
    }

    /// An operation that anybody may call whom the resource lets in.
    package func anyone<Input: OperationInput>(
        _ perform: @escaping @Sendable (Input, Call) async throws -> Input.Output,
        needs permissions: @escaping @Sendable (Input, Call) async throws -> [Permission],
        bodyLimit: Int = BodyLimit.standard
    ) -> Operation {
        operation(.anyone, bodyLimit, permissions: permissions, perform)
    }

    /// The same, for an answer with a streamed body.
    package func anyone<Input: OperationInput>(
        streaming perform: @escaping @Sendable (Input, Call) async throws -> Streamed<Input.Output>,
        needs permissions: @escaping @Sendable (Input, Call) async throws -> [Permission]
    ) -> Operation {
        Operation(model: Input.operation, access: .anyone, bodyLimit: BodyLimit.standard) { request, call in
            try DecodedCall<Input>(request, call, model, permissions) { input, call in
                let answer = try await perform(input, call)
                var response = try answer.output.encode(Input.operation, requestID: call.requestID)
                if let status = answer.status { response.status = status }
                return Reply(response: response, body: answer.body)
            }
        }
    }

    private func operation<Input: OperationInput>(
        _ access: Operation.Access, _ bodyLimit: Int,
        permissions: @escaping @Sendable (Input, Call) async throws -> [Permission],
        _ perform: @escaping @Sendable (Input, Call) async throws -> Input.Output
    ) -> Operation {
        let model = model
        return Operation(model: Input.operation, access: access, bodyLimit: bodyLimit) { request, call in
            try DecodedCall<Input>(request, call, model, permissions) { input, call in
                let output = try await perform(input, call)
                return Reply(response: try output.encode(Input.operation, requestID: call.requestID))
            }
        }
    }
}

/// A decoded input with the functions of its operation's line in the table.
private struct DecodedCall<Input: OperationInput>: DecodedOperation {
    private let input: Input
    private let call: Call
    private let violations: Violations
    private let model: ServiceModel
    private let needs: @Sendable (Input, Call) async throws -> [Permission]
    private let run: @Sendable (Input, Call) async throws -> Reply

    init(
        _ request: WireRequest, _ call: Call, _ model: ServiceModel,
        _ needs: @escaping @Sendable (Input, Call) async throws -> [Permission],
        _ run: @escaping @Sendable (Input, Call) async throws -> Reply
    ) throws {
        var violations = Violations()
        input = try Input.decode(request, &violations)
        self.violations = violations
        self.call = call
        self.model = model
        self.needs = needs
        self.run = run
    }

    func permissions() async throws -> [Permission] { try await needs(input, call) }

    func validate() throws {
        guard let reply = ErrorReply(violations, in: model, countingFaults: Input.operation.countsFaults) else {
            return
        }
        throw ServiceError(reply.code, reply.message ?? "", status: reply.status)
    }

    func perform() async throws -> Reply { try await run(input, call) }
}
