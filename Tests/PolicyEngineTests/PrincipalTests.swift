import PolicyEngine
import Testing

/// Whom a policy's principals take in, and what an access control list adds.
@Suite struct PrincipalTests {
    static let cases = RuleCase.table(
        """
        # Everyone includes those who do not sign
        resource allow everyone s3:GetObject
        anonymous -> allowed
        user -> allowed
        session -> allowed
        service -> allowed
        # AWS:* includes those who do not sign, but no service
        resource allow aws-everyone s3:GetObject
        anonymous -> allowed
        user -> allowed
        service -> implicitDeny no resource-based policy
        # A service is named by its name
        resource allow service s3:GetObject
        service -> allowed
        anonymous -> implicitDeny no resource-based policy
        # A canonical user stands for its account
        resource allow canonical s3:GetObject
        user -> implicitDeny no identity-based policy
        root -> allowed
        # A user's unique id
        resource allow user-id s3:GetObject
        user -> allowed
        # A role's unique id
        resource allow role-id s3:GetObject
        session -> allowed
        # The anonymous may only what everyone may
        resource allow user s3:GetObject
        resource allow account s3:GetObject
        resource allow canonical s3:GetObject
        anonymous -> implicitDeny no resource-based policy
        # The anonymous is denied with everyone
        resource allow everyone s3:*
        resource deny aws-everyone s3:GetObject
        anonymous -> explicitDeny resource-based policy
        anonymous s3:PutObject -> allowed
        # The account's number and its root's ARN are the same principal
        resource allow root-arn s3:GetObject
        root -> allowed
        user -> implicitDeny no identity-based policy
        # Several principals of several kinds
        resource allow user-and-service s3:GetObject
        user -> allowed
        service -> allowed
        session -> implicitDeny no identity-based policy
        anonymous -> implicitDeny no resource-based policy
        # A service is not another
        resource allow other-service s3:GetObject
        service -> implicitDeny no resource-based policy
        # A service has no policies of its own
        identity allow *
        boundary allow *
        service -> implicitDeny no resource-based policy
        # A deny for a service
        resource allow everyone s3:*
        resource deny service s3:*
        service -> explicitDeny resource-based policy
        user -> allowed
        # A deny for everyone reaches services
        resource allow service s3:*
        resource deny everyone s3:*
        service -> explicitDeny resource-based policy
        # A web identity without a session is no principal of a bucket
        resource allow account s3:GetObject
        web -> implicitDeny no resource-based policy
        # A role's unique id counts as its ARN does: limited by the session policy
        session allow iam:*
        resource allow role-id s3:GetObject
        session -> implicitDeny no session policy
        # A deny by a unique id
        identity allow s3:*
        resource deny user-id s3:*
        user -> explicitDeny resource-based policy
        session -> allowed
        # A canonical user that is another
        resource allow other-canonical s3:GetObject
        root s3:GetObject -> allowed
        user -> implicitDeny no identity-based policy
        # NotPrincipal with Deny exempts a user listed with its account
        identity allow s3:*
        resource deny not:user,account s3:*
        user -> allowed
        session -> explicitDeny resource-based policy
        # NotPrincipal with Deny does not exempt a user listed without its account
        identity allow s3:*
        resource deny not:user s3:*
        user -> explicitDeny resource-based policy
        # NotPrincipal with Deny exempts a session listed with its role and account
        identity allow s3:*
        resource deny not:session,role,account s3:*
        session -> allowed
        # NotPrincipal with Deny does not exempt a session whose role alone is listed
        identity allow s3:*
        resource deny not:role,account s3:*
        session -> explicitDeny resource-based policy
        # NotPrincipal with Deny reaches those who do not sign, and services
        resource allow everyone s3:*
        resource deny not:account s3:*
        anonymous -> explicitDeny resource-based policy
        service -> explicitDeny resource-based policy
        # NotPrincipal with Deny exempts the root of an account that is listed
        resource deny not:account s3:*
        root -> allowed
        # NotPrincipal with Deny does not exempt the root of another account
        resource deny not:other-account s3:*
        root -> explicitDeny resource-based policy
        user -> explicitDeny resource-based policy
        # NotPrincipal with Deny does not exempt a user whose account alone is listed
        identity allow s3:*
        resource deny not:account s3:*
        user -> explicitDeny resource-based policy
        session -> explicitDeny resource-based policy
        # NotPrincipal with Deny does not exempt a session listed without its role
        identity allow s3:*
        resource deny not:session,account s3:*
        session -> explicitDeny resource-based policy
        # NotPrincipal with Deny always denies those with a permissions boundary
        identity allow s3:*
        boundary allow s3:*
        resource deny not:user,session,role,account s3:*
        user -> explicitDeny resource-based policy
        session -> explicitDeny resource-based policy
        root -> allowed
        # NotPrincipal grants nothing to those it lists
        resource deny not:user,account s3:*
        user -> implicitDeny no identity-based policy
        # NotPrincipal with Allow allows everyone but those listed
        resource allow not:user s3:GetObject
        user -> implicitDeny no identity-based policy
        session -> allowed
        anonymous -> allowed
        # An access control list that grants to everyone
        acl direct
        anonymous -> allowed
        user -> allowed
        # A deny wins over an access control list
        acl direct
        resource deny everyone s3:*
        anonymous -> explicitDeny resource-based policy
        # An access control list grants to the account: its root
        acl account
        root -> allowed
        # In one account a grant to the account still needs the user's own policy
        acl account
        user -> implicitDeny no identity-based policy
        anonymous -> implicitDeny no resource-based policy
        service -> implicitDeny no resource-based policy
        # A deny in an identity policy wins over an access control list
        acl direct
        identity deny s3:*
        user -> explicitDeny identity-based policy
        session -> explicitDeny identity-based policy
        anonymous -> allowed
        # An access control list for everyone beside a policy that does not allow
        acl direct
        resource allow other-user s3:*
        anonymous -> allowed
        user -> allowed
        """)

    @Test(arguments: cases) func decides(_ rule: RuleCase) throws { try EvaluationTable.check(rule) }
}
