import PolicyEngine
import Testing

/// AWS's evaluation logic where the one who asks and the resource are of one account.
@Suite struct OneAccountTests {
    static let cases = RuleCase.table(
        """
        # Nothing allows: denied
        user -> implicitDeny no identity-based policy
        session -> implicitDeny no identity-based policy
        anonymous -> implicitDeny no resource-based policy
        service -> implicitDeny no resource-based policy
        # The root may do everything in its own account
        root -> allowed
        # A resource's policy may deny even the root
        resource deny everyone s3:*
        root -> explicitDeny resource-based policy
        # An identity policy allows
        identity allow s3:Get*
        user -> allowed
        session -> allowed
        # A deny in an identity policy wins over the resource's allow
        identity deny s3:*
        resource allow everyone s3:*
        user -> explicitDeny identity-based policy
        anonymous -> allowed
        # A deny in the resource's policy wins over an identity's allow
        identity allow s3:*
        resource deny user s3:*
        user -> explicitDeny resource-based policy
        session -> allowed
        # A boundary grants nothing by itself
        boundary allow s3:*
        user -> implicitDeny no identity-based policy
        # A boundary limits the identity policies
        identity allow s3:*
        boundary allow iam:*
        user -> implicitDeny no permissions boundary
        session -> implicitDeny no permissions boundary
        # A deny in a boundary
        identity allow s3:*
        boundary deny s3:*
        user -> explicitDeny permissions boundary
        # Identity and boundary allow together
        identity allow s3:*
        boundary allow s3:Get*
        user -> allowed
        # A session policy limits
        identity allow s3:*
        session allow iam:*
        session -> implicitDeny no session policy
        # A session policy allows what the role allows too
        identity allow s3:*
        session allow s3:GetObject
        session -> allowed
        # A session policy grants nothing by itself
        session allow s3:*
        session -> implicitDeny no identity-based policy
        # A deny in a session policy
        identity allow s3:*
        session deny s3:*
        session -> explicitDeny session policy
        # In one account the resource's policy alone is enough for a user it names
        resource allow user s3:GetObject
        user -> allowed
        session -> implicitDeny no identity-based policy
        # A grant to a user is not limited by a boundary that says nothing
        boundary allow iam:*
        resource allow user s3:GetObject
        user -> allowed
        # A grant to a session is limited neither by boundary nor by session policy
        boundary allow iam:*
        session allow iam:*
        resource allow session s3:GetObject
        session -> allowed
        # A grant to the role counts as one of its own policies
        resource allow role s3:GetObject
        session -> allowed
        # A grant to the role is limited by the boundary
        boundary allow iam:*
        resource allow role s3:GetObject
        session -> implicitDeny no permissions boundary
        # A grant to the role is limited by the session policy
        session allow iam:*
        resource allow role s3:GetObject
        session -> implicitDeny no session policy
        # The account as principal hands the decision to the principal's own policies
        resource allow account s3:GetObject
        user -> implicitDeny no identity-based policy
        session -> implicitDeny no identity-based policy
        root -> allowed
        # The account as principal, and an identity policy
        resource allow account s3:GetObject
        identity allow s3:GetObject
        user -> allowed
        # By default everything is denied, whatever else is allowed
        identity allow iam:*
        boundary allow *
        user -> implicitDeny no identity-based policy
        session -> implicitDeny no identity-based policy
        # The root is limited by no identity policy and no boundary of others
        identity deny *
        boundary deny *
        session deny *
        root -> allowed
        root s3:PutObject -> allowed
        # One allow among several identity policies is enough
        identity allow iam:*
        identity allow s3:Get*
        identity allow sqs:*
        user -> allowed
        session -> allowed
        user s3:PutObject -> implicitDeny no identity-based policy
        # One deny among several identity policies is enough
        identity allow *
        identity deny s3:Get*
        identity allow s3:GetObject
        user -> explicitDeny identity-based policy
        session -> explicitDeny identity-based policy
        user s3:PutObject -> allowed
        # The order of allow and deny does not matter
        identity deny s3:GetObject
        identity allow s3:*
        user -> explicitDeny identity-based policy
        user s3:PutObject -> allowed
        # An explicit deny cannot be overridden by a boundary, a session policy or the resource
        identity deny s3:GetObject
        boundary allow *
        session allow *
        resource allow everyone *
        user -> explicitDeny identity-based policy
        session -> explicitDeny identity-based policy
        # A deny in an identity policy is no deny for others
        identity deny s3:GetObject
        resource allow everyone s3:GetObject
        anonymous -> allowed
        service -> allowed
        root -> allowed
        # A deny with a condition that is not met does not deny
        identity allow s3:*
        identity deny s3:* when aws:username=bob
        user -> allowed
        # A deny with a condition that is met denies
        identity allow s3:*
        identity deny s3:* when aws:username=ada
        user -> explicitDeny identity-based policy
        session -> allowed
        # An allow with a condition that is not met does not allow
        identity allow s3:* when aws:PrincipalType=User
        user -> allowed
        session -> implicitDeny no identity-based policy
        # Permissions are those of the identity policy and the boundary, both
        identity allow s3:*
        boundary allow s3:Get*
        user -> allowed
        user s3:PutObject -> implicitDeny no permissions boundary
        user iam:GetUser -> implicitDeny no identity-based policy
        # A boundary without a word for the action limits a role as it does a user
        identity allow *
        boundary allow s3:*
        session -> allowed
        session iam:CreateUser -> implicitDeny no permissions boundary
        # A deny in the boundary wins over an allow in the same boundary's place
        identity allow *
        boundary deny iam:*
        user iam:CreateUser -> explicitDeny permissions boundary
        session iam:CreateUser -> explicitDeny permissions boundary
        # A boundary's deny ends what the resource's policy grants directly
        boundary deny s3:*
        resource allow user s3:GetObject
        user -> explicitDeny permissions boundary
        # A session's permissions are those of the role and the session policies, both
        identity allow s3:*
        session allow s3:Get*
        session allow s3:List*
        session -> allowed
        session s3:ListBucket -> allowed
        session s3:PutObject -> implicitDeny no session policy
        session iam:GetUser -> implicitDeny no identity-based policy
        # A deny in one of several session policies
        identity allow s3:*
        session allow s3:*
        session deny s3:GetObject
        session -> explicitDeny session policy
        session s3:PutObject -> allowed
        # Role, boundary and session policy must all allow
        identity allow s3:*
        boundary allow s3:*
        session allow s3:GetObject
        session -> allowed
        session s3:PutObject -> implicitDeny no session policy
        # The boundary is asked before the session policy
        identity allow s3:*
        boundary allow iam:*
        session allow sqs:*
        session -> implicitDeny no permissions boundary
        # A session made with an empty list of session policies may nothing
        identity allow *
        session none
        session -> implicitDeny no session policy
        # A grant to everyone counts for a session directly
        boundary allow iam:*
        session allow iam:*
        resource allow everyone s3:GetObject
        session -> allowed
        user -> allowed
        # aws:PrincipalArn with a wildcard principal is not limited by boundary and session policy
        boundary allow iam:*
        session allow iam:*
        resource allow everyone s3:GetObject when aws:PrincipalArn=arn:aws:iam::111122223333:role/Reader
        session -> allowed
        user -> implicitDeny no identity-based policy
        # A deny by aws:PrincipalArn reaches every session of the role
        identity allow s3:*
        resource deny everyone s3:* when aws:PrincipalArn=arn:aws:iam::111122223333:role/Reader
        session -> explicitDeny resource-based policy
        user -> allowed
        # A deny for the role reaches every session of it
        identity allow s3:*
        resource deny role s3:*
        session -> explicitDeny resource-based policy
        user -> allowed
        # A deny for one session reaches no other
        identity allow s3:*
        resource deny other-session s3:*
        session -> allowed
        # A deny for the account reaches everyone in it, its root too
        identity allow s3:*
        resource deny account s3:*
        user -> explicitDeny resource-based policy
        session -> explicitDeny resource-based policy
        root -> explicitDeny resource-based policy
        federated -> explicitDeny resource-based policy
        # A deny for another account reaches nobody here
        identity allow s3:*
        resource deny other-account s3:*
        user -> allowed
        root -> allowed
        # A grant to somebody else is none
        resource allow other-user s3:GetObject
        user -> implicitDeny no identity-based policy
        session -> implicitDeny no identity-based policy
        anonymous -> implicitDeny no resource-based policy
        # A grant to another session of the role is none
        resource allow other-session s3:GetObject
        session -> implicitDeny no identity-based policy
        """)

    @Test(arguments: cases) func decides(_ rule: RuleCase) throws { try EvaluationTable.check(rule) }
}
