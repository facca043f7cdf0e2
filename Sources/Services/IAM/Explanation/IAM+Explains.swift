import CivilTime
import PolicyEngine
import ServiceKit
import Wire

extension IAM {
    /// Why a decision is as it is: every policy looked at, the statement that decided or came nearest, the
    /// values of the request, and the smallest statement that would allow it.
    func explain(_ permission: Permission, _ question: AccessQuestion?, _ call: Call) async throws -> JSONValue {
        guard let question else {
            return [
                "action": .string(permission.action), "resource": .string(permission.resource),
                "outcome": .string(Decision.ofNobody.outcome.rawValue),
                "reason": "The user or role that the credentials stand for is not there any more.",
                "caller": Self.describe(call.caller),
            ]
        }
        var document = ExplanationDocument(question, keys: try await contextKeys(permission, call))
        document.caller = Self.describe(call.caller)
        return document.json
    }

    /// Every key that the request has a value for, in the spelling of AWS's reference.
    private func contextKeys(_ permission: Permission, _ call: Call) async throws -> [String] {
        var own: PrincipalPolicies?
        switch call.caller {
        case .user(let user): own = try await policies(ofUser: user.userID)
        case .role(let session): own = try await policies(ofRole: session.roleID)
        case .anonymous, .root, .federatedUser: break
        }
        let facts = RequestFacts(call: call, own: own, action: permission.action, resourceAccount: "")
        return RequestFacts.keys + facts.tagsAndClaims.keys.sorted() + permission.context.keys.sorted()
            + (permission.finder?.keys ?? [])
    }

    /// Who asked, and for a session how it came to be.
    private static func describe(_ caller: Caller) -> JSONValue {
        var members: [JSONValue.Member] = [.init("arn", .string(caller.arn)), .init("userId", .string(caller.userID))]
        if let account = caller.accountID { members.append(.init("account", .string(account))) }
        guard case .role(let session) = caller else { return .object(members) }
        members.append(.init("role", .string(session.roleARN)))
        members.append(.init("sessionIssuedAt", .string(session.issuedAt.iso8601)))
        if let provider = session.federatedProvider { members.append(.init("identityProvider", .string(provider))) }
        if !session.provenance.isEmpty {
            let steps = session.provenance.sorted { $0.key < $1.key }
            members.append(.init("cameBy", .object(steps.map { .init($0.key, .string($0.value)) })))
        }
        return .object(members)
    }
}
