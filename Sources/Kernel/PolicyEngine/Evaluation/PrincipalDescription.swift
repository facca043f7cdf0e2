/// The one who asks, as policies see it.
package struct PrincipalDescription: Sendable, Equatable {
    package enum Kind: Sendable {
        /// The account itself.
        case root
        case user
        /// Temporary credentials of a role.
        case roleSession
        /// Temporary credentials that a user got for somebody by GetFederationToken.
        case federatedUser
        /// The bearer of a web identity token, before it has a session.
        case webIdentity
        case service
        case anonymous
    }

    package var kind: Kind
    /// The session's own ARN for sessions; empty where there is none.
    package var arn: String
    /// The role behind a session; for a federated user the user behind it.
    package var roleARN: String?
    /// Empty for those who belong to no account.
    package var account: String
    /// `AIDA…`, or `AROA…:session-name`.
    package var userID: String
    package var canonicalUserID: String?
    package var serviceName: String?
    package var federatedProvider: String?

    package init(
        kind: Kind, arn: String = "", roleARN: String? = nil, account: String = "", userID: String = "",
        canonicalUserID: String? = nil, serviceName: String? = nil, federatedProvider: String? = nil
    ) {
        self.kind = kind
        self.arn = arn
        self.roleARN = roleARN
        self.account = account
        self.userID = userID
        self.canonicalUserID = canonicalUserID
        self.serviceName = serviceName
        self.federatedProvider = federatedProvider
    }

    package static let anonymous = PrincipalDescription(kind: .anonymous)

    /// Whether it has policies of its own.
    var hasOwnPolicies: Bool { kind == .user || kind == .roleSession || kind == .federatedUser }

    /// Whether policies name it by an account.
    var isAWSPrincipal: Bool {
        switch kind {
        case .root, .user, .roleSession, .federatedUser: true
        case .webIdentity, .service, .anonymous: false
        }
    }
}
