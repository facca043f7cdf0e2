import CivilTime
import FoundationEssentials

extension ContextValues {
    /// The global keys that tell who asks.
    package mutating func add(_ principal: PrincipalDescription) {
        set("aws:PrincipalType", principal.contextType)
        guard principal.isAWSPrincipal else { return }
        set("aws:PrincipalArn", principal.kind == .roleSession ? principal.roleARN ?? principal.arn : principal.arn)
        set("aws:PrincipalAccount", principal.account)
        set("aws:userid", principal.userID)
        if principal.kind == .user, let slash = principal.arn.lastIndex(of: "/") {
            set("aws:username", String(principal.arn[principal.arn.index(after: slash)...]))
        }
    }

    /// The global keys that tell when.
    package mutating func add(time: Date) {
        set("aws:CurrentTime", later: { [time.iso8601] })
        set("aws:EpochTime", later: { [String(Int(time.timeIntervalSince1970))] })
    }
}

extension PrincipalDescription {
    fileprivate var contextType: String? {
        switch kind {
        case .root: "Account"
        case .user: "User"
        case .roleSession: "AssumedRole"
        case .federatedUser: "FederatedUser"
        case .anonymous: "Anonymous"
        case .webIdentity, .service: nil
        }
    }
}
