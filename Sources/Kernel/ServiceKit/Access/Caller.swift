import FoundationEssentials
import PolicyEngine

/// Who makes a request, as its signature proves.
package enum Caller: Sendable {
    case anonymous
    /// With its session where it came by keys of GetSessionToken.
    case root(Account, UserSession? = nil)
    case user(UserCaller)
    case role(RoleSession)
    case federatedUser(FederatedUserSession)

    package var accountID: String? {
        switch self {
        case .anonymous: nil
        case .root(let account, _): account.id
        case .user(let user): user.accountID
        case .role(let session): session.accountID
        case .federatedUser(let session): session.accountID
        }
    }

    /// The ARN that GetCallerIdentity answers and that denials name.
    package var arn: String {
        switch self {
        case .anonymous: "anonymous"
        case .root(let account, _): account.rootARN
        case .user(let user): user.arn
        case .role(let session): session.arn
        case .federatedUser(let session): session.arn
        }
    }

    /// `aws:userid`, and GetCallerIdentity's UserId.
    package var userID: String {
        switch self {
        case .anonymous: "anonymous"
        case .root(let account, _): account.id
        case .user(let user): user.userID
        case .role(let session): "\(session.roleID):\(session.sessionName)"
        case .federatedUser(let session): "\(session.accountID):\(session.name)"
        }
    }
}

/// An IAM user, by one of its access keys or a session got with one.
package struct UserCaller: Sendable, Hashable {
    package var accountID: String
    package var userName: String
    /// `AIDA…`
    package var userID: String
    package var arn: String
    package var tags: [String: String]
    /// Set where the caller holds a session of GetSessionToken.
    package var session: UserSession?

    package init(
        accountID: String, userName: String, userID: String, arn: String, tags: [String: String] = [:],
        session: UserSession? = nil
    ) {
        self.accountID = accountID
        self.userName = userName
        self.userID = userID
        self.arn = arn
        self.tags = tags
        self.session = session
    }
}

/// What a session of GetSessionToken adds to its user.
package struct UserSession: Sendable, Hashable {
    package var issuedAt: Date
    package var expiresAt: Date
    /// When a code of a multi-factor device was given; nil for a session without.
    package var mfaAt: Date?

    package init(issuedAt: Date, expiresAt: Date, mfaAt: Date? = nil) {
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.mfaAt = mfaAt
    }
}
