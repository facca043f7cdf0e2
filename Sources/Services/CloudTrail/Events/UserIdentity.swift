import CivilTime
import ServiceKit
import Wire

/// `userIdentity` of an event: who asked, and on whose behalf.
struct UserIdentity {
    let json: JSONValue
    /// What LookupEvents calls the user's name; nil for those who did not sign.
    let userName: String?

    init(_ caller: Caller?, accessKeyID: String?) {
        var members: [JSONValue.Member] = []
        switch caller {
        case nil, .anonymous?:
            members = [
                .init("type", "AWSAccount"), .init("principalId", ""), .init("accountId", "ANONYMOUS_PRINCIPAL"),
            ]
            userName = nil
        case .root(let account, _)?:
            members = Self.signed("Root", .root(account), accessKeyID)
            userName = "root"
        case .user(let user)?:
            members = Self.signed("IAMUser", .user(user), accessKeyID) + [.init("userName", .string(user.userName))]
            if let session = user.session {
                members.append(
                    .init("sessionContext", Self.context([], session.issuedAt.iso8601, session.mfaAt != nil)))
            }
            userName = user.userName
        case .role(let session)?:
            members = Self.signed("AssumedRole", .role(session), accessKeyID)
            let issuer: JSONValue = [
                "type": "Role", "principalId": .string(session.roleID), "arn": .string(session.roleARN),
                "accountId": .string(session.accountID), "userName": .string(session.roleName),
            ]
            var extra: [JSONValue.Member] = [.init("sessionIssuer", issuer)]
            if let provider = session.federatedProvider {
                extra.append(.init("webIdFederationData", ["federatedProvider": .string(provider)]))
            }
            if let identity = session.sourceIdentity { extra.append(.init("sourceIdentity", .string(identity))) }
            members.append(
                .init("sessionContext", Self.context(extra, session.issuedAt.iso8601, session.mfaAt != nil)))
            userName = session.sessionName
        case .federatedUser(let session)?:
            members = Self.signed("FederatedUser", .federatedUser(session), accessKeyID)
            members.append(.init("sessionContext", Self.context([], session.issuedAt.iso8601, false)))
            userName = session.name
        }
        json = .object(members)
    }

    private static func signed(_ type: String, _ caller: Caller, _ accessKeyID: String?) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = [
            .init("type", .string(type)), .init("principalId", .string(caller.userID)),
            .init("arn", .string(caller.arn)), .init("accountId", .string(caller.accountID ?? "")),
        ]
        if let accessKeyID { members.append(.init("accessKeyId", .string(accessKeyID))) }
        return members
    }

    private static func context(_ extra: [JSONValue.Member], _ issuedAt: String, _ hasMFA: Bool) -> JSONValue {
        .object(
            extra + [
                .init(
                    "attributes",
                    ["creationDate": .string(issuedAt), "mfaAuthenticated": .string(hasMFA ? "true" : "false")])
            ])
    }
}
