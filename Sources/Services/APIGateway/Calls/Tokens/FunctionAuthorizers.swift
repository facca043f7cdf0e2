import APIGatewayV2Model
import FoundationEssentials
import ServiceKit
import Wire

/// An authorizer that is a function.
struct FunctionAuthorizer: Sendable {
    enum Format: Sendable { case version1, version2 }

    let id: String
    let target: FunctionTarget
    let credentials: String?
    let sources: [IdentitySource]
    let format: Format
    let isSimple: Bool
    let keptSeconds: Int
}

extension FunctionAuthorizer {
    init?(_ authorizer: Authorizer) {
        guard authorizer.authorizerType == .request, let target = FunctionTarget(authorizer.authorizerUri ?? "") else {
            return nil
        }
        id = authorizer.partID
        self.target = target
        credentials = authorizer.authorizerCredentialsArn
        sources = (authorizer.identitySource ?? []).compactMap { IdentitySource(v2: $0) }
        format = authorizer.authorizerPayloadFormatVersion == "1.0" ? .version1 : .version2
        isSimple = authorizer.enableSimpleResponses == true
        keptSeconds = authorizer.authorizerResultTtlInSeconds ?? 0
    }
}

/// Asks functions who may call.
struct FunctionAuthorizers: Sendable {
    enum Refusal: Error, Sendable {
        /// Nothing to tell the caller by, or the function said so.
        case unauthorized
        case denied
        /// The function failed, or answered nonsense.
        case failed
    }

    private static let milliseconds = 10_000

    let functions: FunctionCalls
    let results: AuthorizerResults

    func authorize(
        _ authorizer: FunctionAuthorizer, _ call: APICall, arn: String, resource: String
    ) async throws(Refusal) -> AuthorizerResult {
        var identity: [String] = []
        for source in authorizer.sources {
            guard let value = call.value(of: source) else { throw .unauthorized }
            identity.append(value)
        }
        let event =
            authorizer.format == .version2
            ? PayloadVersion2(call: call).authorizerEvent(identity: identity, arn: arn)
            : PayloadVersion1(call: call, resource: resource).authorizerEvent(identity: identity, arn: arn)
        return try await result(
            of: authorizer.id, keptSeconds: identity.isEmpty ? 0 : authorizer.keptSeconds, identity: identity, arn, call
        ) { () async throws(Refusal) in
            try await ask(
                authorizer.target, authorizer.credentials, event, authorizer.id, isSimple: authorizer.isSimple, call)
        }
    }

    /// What was said before, or is now; then whether that lets the request in.
    func result(
        of id: String, keptSeconds: Int, identity: [String], _ arn: String, _ call: APICall,
        _ ask: () async throws(Refusal) -> AuthorizerResult
    ) async throws(Refusal) -> AuthorizerResult {
        let name = AuthorizerResults.Name(api: call.api.id, stage: call.stage, authorizer: id, identity: identity)
        let result: AuthorizerResult
        if keptSeconds > 0, let kept = results.find(name, at: call.time) {
            result = kept
        } else {
            result = try await ask()
            if keptSeconds > 0 {
                results.keep(result, as: name, until: call.time.addingTimeInterval(Double(keptSeconds)))
            }
        }
        let isAllowed =
            switch result.rule {
            case .all(let isAllowed): isAllowed
            case .policy(let policy): policy.allows(arn)
            }
        guard isAllowed else { throw .denied }
        return result
    }

    func ask(
        _ target: FunctionTarget, _ credentials: String?, _ event: [UInt8], _ id: String, isSimple: Bool,
        _ call: APICall
    ) async throws(Refusal) -> AuthorizerResult {
        let source =
            "arn:aws:execute-api:\(call.api.region):\(call.api.accountID):\(call.api.id)/authorizers/\(id)"
        let outcome = await functions.invoke(
            target.arn.filled(call.variables), event, for: source, credentials: credentials,
            milliseconds: Self.milliseconds, call)
        switch outcome {
        case .returned(let bytes):
            guard let result = AuthorizerResult(bytes, isSimple: isSimple) else { throw .failed }
            return result
        // The one error that a function may answer on purpose.
        case .failed("Unauthorized"): throw .unauthorized
        case .failed, .refused, .timedOut: throw .failed
        }
    }
}

extension AuthorizerResult {
    /// Nil for what is no answer of an authorizer.
    init?(_ returned: [UInt8], isSimple: Bool) {
        guard let value = try? JSONValue(parsing: returned) else { return nil }
        guard let context = Self.context(value["context"]) else { return nil }
        if isSimple {
            guard let isAllowed = value["isAuthorized"]?.bool else { return nil }
            self.init(principalID: nil, rule: .all(isAllowed), context: context)
            return
        }
        guard let document = value["policyDocument"], let policy = AuthorizerPolicy(document),
            let principal = value["principalId"]?.string
        else { return nil }
        self.init(
            principalID: principal, rule: .policy(policy), context: context,
            usageIdentifierKey: value["usageIdentifierKey"]?.string,
            policyText: String(decoding: document.serialized(), as: UTF8.self))
    }

    private static func context(_ value: JSONValue?) -> [ContextValue]? {
        guard let value, value != .null else { return [] }
        return value.members?.map { member in
            let bytes = member.value.serialized()
            return ContextValue(
                name: member.key, value: bytes,
                text: member.value.string ?? String(decoding: bytes, as: UTF8.self))
        }
    }
}
