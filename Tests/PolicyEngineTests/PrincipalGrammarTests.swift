import PolicyEngine
import Testing

/// Who may be a principal, by the kind of the policy.
@Suite struct PrincipalGrammarTests {
    static let cases = RuleCase.table(
        #"""
        # A principal is an asterisk or an object
        {"Effect":"Allow","Principal":"ada","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}
        resource -> Invalid principal in policy
        # A trust policy's principal is an asterisk or an object
        {"Effect":"Allow","Principal":"ada","Action":"sts:AssumeRole"}
        trust -> Invalid principal in policy: "":"ada"
        # A principal is not empty
        {"Effect":"Allow","Principal":{},"Action":"s3:*","Resource":"arn:aws:s3:::b/*"}
        resource -> Invalid principal in policy
        # A list of principals is not empty
        {"Effect":"Allow","Principal":{"AWS":[]},"Action":"s3:*","Resource":"arn:aws:s3:::b/*"}
        resource -> Invalid principal in policy
        # Kinds of principals regard case
        {"Effect":"Allow","Principal":{"aws":"*"},"Action":"s3:*","Resource":"arn:aws:s3:::b/*"}
        resource -> Invalid principal in policy
        # Accounts are twelve digits, or their root's ARN
        {"Effect":"Allow","Principal":{"AWS":["111122223333","arn:aws:iam::444455556666:root"]},"Action":"s3:*",
        + "Resource":"arn:aws:s3:::b/*"}
        resource -> valid
        # Accounts are not fewer digits
        {"Effect":"Allow","Principal":{"AWS":"1111"},"Action":"s3:*","Resource":"arn:aws:s3:::b/*"}
        resource -> Invalid principal in policy
        # Users, roles and sessions are named by their ARNs
        {"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:user/team/ada",
        + "arn:aws:iam::111122223333:role/R","arn:aws:sts::111122223333:assumed-role/R/s",
        + "arn:aws:sts::111122223333:federated-user/guest"]},"Action":"s3:*","Resource":"arn:aws:s3:::b/*"}
        resource -> valid
        # An ARN of a principal has a whole account
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:user/x"},"Action":"s3:*","Resource":"arn:aws:s3:::b/*"}
        resource -> Invalid principal in policy
        # An ARN of a principal has no wildcards
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/*"},"Action":"s3:*",
        + "Resource":"arn:aws:s3:::b/*"}
        resource -> Invalid principal in policy
        # An ARN of a trust policy's principal has no wildcards
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/*"},"Action":"sts:AssumeRole"}
        trust -> Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/*"
        # A group is no principal
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:group/g"},"Action":"s3:*",
        + "Resource":"arn:aws:s3:::b/*"}
        resource -> Invalid principal in policy
        # A group is no principal of a trust policy
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:group/g"},"Action":"sts:AssumeRole"}
        trust -> Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:group/g"
        # A bucket is no principal
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:s3:::b"},"Action":"s3:*","Resource":"arn:aws:s3:::b/*"}
        resource -> Invalid principal in policy
        # A name alone is no principal
        {"Effect":"Allow","Principal":{"AWS":"ada"},"Action":"sts:AssumeRole"}
        trust -> Invalid principal in policy: "AWS":"ada"
        # A service is named by its domain
        {"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}
        trust -> valid
        # A service's name alone is none
        {"Effect":"Allow","Principal":{"Service":"lambda"},"Action":"sts:AssumeRole"}
        trust -> Invalid principal in policy: "SERVICE":"lambda"
        # A service has no wildcards
        {"Effect":"Allow","Principal":{"Service":"*.amazonaws.com"},"Action":"sts:AssumeRole"}
        trust -> Invalid principal in policy: "SERVICE":"*.amazonaws.com"
        # Several kinds of principals may stand together
        {"Effect":"Allow","Principal":{"AWS":"111122223333","Service":["lambda.amazonaws.com",
        + "ec2.amazonaws.com"],"Federated":"cognito-identity.amazonaws.com"},"Action":"sts:AssumeRole"}
        trust -> valid
        # Everyone in two ways
        {"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}
        {"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:*","Resource":"arn:aws:s3:::b/*"}
        resource -> valid
        # Canonical users are principals of resources
        {"Effect":"Allow",
        + "Principal":{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},
        + "Action":"s3:*","Resource":"arn:aws:s3:::b/*"}
        resource -> valid
        # Principal and NotPrincipal exclude each other
        {"Effect":"Deny","Principal":"*","NotPrincipal":"*","Action":"s3:*","Resource":"*"}
        resource -> Invalid policy syntax.
        # NotPrincipal stands for Principal in a resource's policy
        {"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"}
        resource -> valid
        identity -> Policy document should not specify a principal.
        # A trust policy has no NotPrincipal
        {"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}
        trust -> Has prohibited field NotPrincipal
        # A trust policy has principals
        {"Effect":"Allow","Action":"sts:AssumeRole"}
        trust -> Missing required field Principal
        """#)

    @Test(arguments: cases) func isSaid(_ rule: RuleCase) { GrammarTable.check(rule) }
}
