import PolicyEngine
import Testing

/// Those for whom a user got keys by GetFederationToken.
@Suite struct FederatedUserTests {
    static let cases = RuleCase.table(
        """
        # A federated user may what the user behind and the session policy allow, both
        identity allow s3:*
        session allow s3:Get*
        federated -> allowed
        federated s3:PutObject -> implicitDeny no session policy
        federated iam:GetUser -> implicitDeny no identity-based policy
        # Without a policy a federated user may nothing
        identity allow *
        session none
        federated -> implicitDeny no session policy
        # A session policy gives a federated user nothing that the user does not have
        session allow *
        federated -> implicitDeny no identity-based policy
        # A deny for the user behind counts for the federated user
        identity allow *
        identity deny s3:GetObject
        session allow *
        federated -> explicitDeny identity-based policy
        # The boundary of the user behind limits the federated user
        identity allow *
        boundary allow iam:*
        session allow *
        federated -> implicitDeny no permissions boundary
        # A grant to the federated user is limited neither by boundary nor by session policy
        boundary allow iam:*
        session none
        resource allow federated s3:GetObject
        federated -> allowed
        user -> implicitDeny no identity-based policy
        # A grant to the user behind is limited by the session policy
        session none
        resource allow user s3:GetObject
        federated -> implicitDeny no session policy
        user -> allowed
        # A grant to the user behind is limited by the boundary
        boundary allow iam:*
        session allow s3:*
        resource allow user s3:GetObject
        federated -> implicitDeny no permissions boundary
        # A grant to the user behind, where the session policy allows
        session allow s3:*
        resource allow user s3:GetObject
        federated -> allowed
        # A deny for the user behind reaches the federated user
        identity allow s3:*
        session allow s3:*
        resource deny user s3:*
        federated -> explicitDeny resource-based policy
        # Federated users are told by aws:PrincipalType
        identity allow s3:* when aws:PrincipalType=FederatedUser
        session allow s3:*
        federated -> allowed
        user -> implicitDeny no identity-based policy
        """)

    @Test(arguments: cases) func decides(_ rule: RuleCase) throws { try EvaluationTable.check(rule) }
}
