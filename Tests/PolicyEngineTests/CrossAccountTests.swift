import PolicyEngine
import Testing

/// AWS's evaluation logic where the resource is another account's, and what role trust policies add to it.
@Suite struct CrossAccountTests {
    static let cases = RuleCase.table(
        """
        # The root of another account needs the resource's policy
        elsewhere
        root -> implicitDeny no resource-based policy
        # The root of another account that the resource's policy names
        elsewhere
        resource allow account s3:*
        root -> allowed
        # Across accounts the identity policy alone is not enough
        elsewhere
        identity allow s3:*
        user -> implicitDeny no resource-based policy
        # Across accounts the resource's policy alone is not enough
        elsewhere
        resource allow user s3:GetObject
        user -> implicitDeny no identity-based policy
        # Not even when it names the session
        elsewhere
        resource allow session s3:GetObject
        session -> implicitDeny no identity-based policy
        # Across accounts both allow
        elsewhere
        identity allow s3:*
        resource allow account s3:GetObject
        user -> allowed
        session -> allowed
        # Across accounts the boundary limits
        elsewhere
        identity allow s3:*
        boundary allow iam:*
        resource allow account s3:GetObject
        user -> implicitDeny no permissions boundary
        # Across accounts everyone still needs an identity policy
        elsewhere
        resource allow everyone s3:GetObject
        user -> implicitDeny no identity-based policy
        anonymous -> allowed
        # An access control list that grants to another account
        elsewhere
        acl account
        identity allow s3:*
        user -> allowed
        # Across accounts one statement for everyone and one of the caller's own are enough
        elsewhere
        identity allow s3:GetObject
        resource allow everyone s3:*
        user -> allowed
        session -> allowed
        root -> allowed
        # Across accounts the caller's own account can be named by its root's ARN
        elsewhere
        identity allow s3:*
        resource allow root-arn s3:GetObject
        user -> allowed
        session -> allowed
        root -> allowed
        user s3:PutObject -> implicitDeny no resource-based policy
        # Across accounts a grant to the resource's own account is none for others
        elsewhere
        identity allow s3:*
        resource allow other-account s3:*
        user -> implicitDeny no resource-based policy
        root -> implicitDeny no resource-based policy
        # Across accounts a grant to the role and the role's policy
        elsewhere
        identity allow s3:*
        resource allow role s3:GetObject
        session -> allowed
        user -> implicitDeny no resource-based policy
        # Across accounts a grant to the role alone is not enough
        elsewhere
        resource allow role s3:GetObject
        session -> implicitDeny no identity-based policy
        # Across accounts a grant to the session and the role's policy
        elsewhere
        identity allow s3:*
        resource allow session s3:GetObject
        session -> allowed
        # Across accounts a session policy limits, even where the session is named
        elsewhere
        identity allow s3:*
        session allow iam:*
        resource allow session s3:GetObject
        session -> implicitDeny no session policy
        # Across accounts a boundary limits, even where the user is named
        elsewhere
        identity allow s3:*
        boundary allow iam:*
        resource allow user s3:GetObject
        user -> implicitDeny no permissions boundary
        # Across accounts a deny on the caller's side
        elsewhere
        identity deny s3:*
        resource allow everyone s3:*
        user -> explicitDeny identity-based policy
        session -> explicitDeny identity-based policy
        anonymous -> allowed
        # Across accounts a deny on the resource's side
        elsewhere
        identity allow s3:*
        resource allow account s3:*
        resource deny user s3:*
        user -> explicitDeny resource-based policy
        session -> allowed
        # Across accounts a deny in a session policy
        elsewhere
        identity allow s3:*
        session deny s3:*
        resource allow account s3:*
        session -> explicitDeny session policy
        # Across accounts a federated user needs all of it
        elsewhere
        identity allow s3:*
        session allow s3:*
        resource allow account s3:*
        federated -> allowed
        # Across accounts a federated user that is named still needs the session policy
        elsewhere
        identity allow s3:*
        session none
        resource allow federated s3:*
        federated -> implicitDeny no session policy
        # Across accounts a grant by an access control list needs the caller's own policy
        elsewhere
        acl account
        user -> implicitDeny no identity-based policy
        root -> allowed
        # Across accounts an access control list for everyone needs the caller's own policy too
        elsewhere
        acl direct
        user -> implicitDeny no identity-based policy
        anonymous -> allowed
        root -> allowed
        # A canonical user of the caller's account, from the other side
        elsewhere
        identity allow s3:*
        resource allow canonical s3:GetObject
        user -> allowed
        root -> allowed
        # A canonical user that is another
        elsewhere
        identity allow s3:*
        resource allow other-canonical s3:GetObject
        user -> implicitDeny no resource-based policy
        root -> implicitDeny no resource-based policy
        # A trust policy must allow, whatever the caller's policies say
        trust
        identity allow *
        user -> implicitDeny no role trust policy
        # A trust policy that names the caller is enough in one account
        trust
        resource allow user s3:GetObject
        user -> allowed
        # A trust policy that names the account needs the caller's policy too
        trust
        resource allow account s3:GetObject
        user -> implicitDeny no identity-based policy
        # A trust policy for web identities
        trust
        resource allow web s3:GetObject
        web -> allowed
        user -> implicitDeny no role trust policy
        # The root's own right does not reach into a trust policy that does not name it
        trust
        root -> implicitDeny no role trust policy
        # A deny in a trust policy wins
        trust
        identity allow *
        resource allow account *
        resource deny user *
        user -> explicitDeny role trust policy
        session -> allowed
        # A deny in the caller's own policies wins over the trust policy
        trust
        identity deny s3:*
        resource allow user *
        user -> explicitDeny identity-based policy
        # A trust policy that names the role lets its sessions in: role chaining
        trust
        resource allow role s3:GetObject
        session -> allowed
        user -> implicitDeny no role trust policy
        # Across accounts the trust policy and the caller's policy both
        trust
        elsewhere
        resource allow account s3:GetObject
        user -> implicitDeny no identity-based policy
        # Across accounts the trust policy names the account, the caller's policy the action
        trust
        elsewhere
        identity allow s3:GetObject
        resource allow account s3:GetObject
        user -> allowed
        session -> allowed
        # Across accounts a trust policy that names the user does not do alone
        trust
        elsewhere
        resource allow user s3:GetObject
        user -> implicitDeny no identity-based policy
        # A role for a service is nobody else's
        trust
        identity allow *
        resource allow service s3:GetObject
        service -> allowed
        user -> implicitDeny no role trust policy
        session -> implicitDeny no role trust policy
        root -> implicitDeny no role trust policy
        web -> implicitDeny no role trust policy
        anonymous -> implicitDeny no role trust policy
        # A role for a service is not another service's
        trust
        resource allow other-service s3:GetObject
        service -> implicitDeny no role trust policy
        # A role for one identity provider is not another's
        trust
        resource allow other-web s3:GetObject
        web -> implicitDeny no role trust policy
        # A web identity has no policies of its own
        trust
        identity deny *
        session none
        resource allow web s3:GetObject
        web -> allowed
        """)

    @Test(arguments: cases) func decides(_ rule: RuleCase) throws { try EvaluationTable.check(rule) }
}
