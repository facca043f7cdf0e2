import PolicyEngine
import Testing

/// Policies that are not, and what AWS says to them: the document and its statements.
@Suite struct GrammarTests {
    static let cases = RuleCase.table(
        #"""
        # The smallest policies there are
        {"Effect":"Allow","Action":"s3:*","Resource":"*"}
        identity -> valid
        managed -> valid
        session -> valid
        resource -> Missing required field Principal
        # The smallest policy of a resource
        {"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}
        resource -> valid
        identity -> Policy document should not specify a principal.
        managed -> Policy document should not specify a principal.
        session -> Policy document should not specify a principal.
        # The smallest trust policy
        {"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}
        trust -> valid
        identity -> Policy document should not specify a principal.
        resource -> Missing required field Resource
        # A policy is JSON
        document nonsense
        identity -> Syntax errors in policy.
        managed -> Syntax errors in policy.
        session -> Syntax errors in policy.
        resource -> Policies must be valid JSON and the first byte must be '{'
        trust -> This policy contains invalid Json
        # A policy is not empty
        document 
        identity -> Syntax errors in policy.
        resource -> Policies must be valid JSON and the first byte must be '{'
        trust -> This policy contains invalid Json
        # A policy is an object
        document [{"Effect":"Allow","Action":"s3:*","Resource":"*"}]
        identity -> Syntax errors in policy.
        resource -> Policies must be valid JSON and the first byte must be '{'
        trust -> This policy contains invalid Json
        # JSON that does not end
        document {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}
        identity -> Syntax errors in policy.
        trust -> This policy contains invalid Json
        # Nothing may stand behind the policy
        document {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]} x
        identity -> Syntax errors in policy.
        # A policy has statements
        document {"Version":"2012-10-17"}
        identity -> Syntax errors in policy.
        session -> Syntax errors in policy.
        resource -> Missing required field Statement
        trust -> Missing required field Statement
        # The list of statements is not empty
        document {"Version":"2012-10-17","Statement":[]}
        identity -> Syntax errors in policy.
        resource -> Invalid policy syntax.
        # A statement is an object
        document {"Version":"2012-10-17","Statement":["x"]}
        identity -> Syntax errors in policy.
        resource -> Invalid policy syntax.
        # A statement may stand alone
        document {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}
        identity -> valid
        managed -> valid
        # The version is one of two
        document {"Version":"2013-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}
        identity -> Syntax errors in policy.
        session -> Syntax errors in policy.
        # The version of a resource's policy is one of two
        document {"Version":"2013-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*",
        + "Resource":"arn:aws:s3:::b/*"}}
        resource -> The policy must contain a valid version string
        # The old version is still one, but not for managed policies
        document {"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}
        identity -> valid
        session -> valid
        managed -> Policy document must be version 2012-10-17 or greater.
        # Without a version a policy is of the old one
        document {"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}
        identity -> valid
        managed -> Policy document must be version 2012-10-17 or greater.
        # A version is a text
        document {"Version":2012,"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}
        identity -> Syntax errors in policy.
        # A policy may have an id
        document {"Version":"2012-10-17","Id":"cd3ad3d9","Statement":{"Effect":"Allow","Action":"s3:*",
        + "Resource":"*"}}
        identity -> valid
        # An id is a text
        document {"Version":"2012-10-17","Id":7,"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}
        identity -> Syntax errors in policy.
        # A policy has no other elements
        document {"Version":"2012-10-17","Foo":1,"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}
        identity -> Syntax errors in policy.
        # A resource's policy has no other elements
        document {"Version":"2012-10-17","Foo":1,"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*",
        + "Resource":"arn:aws:s3:::b/*"}}
        resource -> Unknown field Foo
        # Names of elements regard case
        document {"version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}
        identity -> Syntax errors in policy.
        # An element comes once
        document {"Version":"2012-10-17","Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*",
        + "Resource":"*"}}
        identity -> Syntax errors in policy.
        # A statement's element comes once
        {"Effect":"Allow","Effect":"Deny","Action":"s3:*","Resource":"*"}
        identity -> Syntax errors in policy.
        # A statement has no other elements
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Extra":1}
        identity -> Syntax errors in policy.
        managed -> Syntax errors in policy.
        # A resource's statement has no other elements
        {"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*","Extra":1}
        resource -> Unknown field Extra
        # A statement has an effect
        {"Action":"s3:*","Resource":"*"}
        identity -> Syntax errors in policy.
        session -> Syntax errors in policy.
        # A resource's statement has an effect
        {"Principal":"*","Action":"s3:*","Resource":"*"}
        resource -> Missing required field Effect
        # A trust policy's statement has an effect
        {"Principal":"*","Action":"sts:AssumeRole"}
        trust -> Missing required field Effect
        # An effect is Allow or Deny, as written
        {"Effect":"allow","Action":"s3:*","Resource":"*"}
        identity -> Syntax errors in policy.
        managed -> Syntax errors in policy.
        # A resource's effect is Allow or Deny, as written
        {"Effect":"allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b"}
        resource -> Invalid effect: allow
        # A Sid is of letters and digits
        {"Sid":"a-b","Effect":"Allow","Action":"s3:*","Resource":"*"}
        identity -> Statement IDs (SID) must be alpha-numeric. Check that your input satisfies…
        managed -> Statement IDs (SID) must be alpha-numeric. Check that your input satisfies…
        session -> Statement IDs (SID) must be alpha-numeric. Check that your input satisfies…
        # A Sid may be empty
        {"Sid":"","Effect":"Allow","Action":"s3:*","Resource":"*"}
        identity -> valid
        # A Sid of a resource's policy may have more in it
        {"Sid":"Read - only","Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}
        resource -> valid
        # A Sid is a text
        {"Sid":7,"Effect":"Allow","Action":"s3:*","Resource":"*"}
        identity -> Syntax errors in policy.
        # Sids are unique in a policy
        {"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"}
        {"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"}
        identity -> Statement IDs (SID) in a single policy must be unique.
        managed -> Statement IDs (SID) in a single policy must be unique.
        # Sids regard case
        {"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"}
        {"Sid":"A","Effect":"Allow","Action":"s3:*","Resource":"*"}
        identity -> valid
        # A statement has actions
        {"Effect":"Allow","Resource":"*"}
        identity -> Policy statement must contain actions.
        session -> Policy statement must contain actions.
        # A list of actions is not empty
        {"Effect":"Allow","Action":[],"Resource":"*"}
        identity -> Policy statement must contain actions.
        # A resource's statement has actions
        {"Effect":"Allow","Principal":"*","Resource":"arn:aws:s3:::b"}
        resource -> Missing required field Action
        # A trust policy's statement has actions
        {"Effect":"Allow","Principal":"*"}
        trust -> Missing required field Action
        # Action and NotAction exclude each other
        {"Effect":"Allow","Action":"s3:*","NotAction":"s3:*","Resource":"*"}
        identity -> Syntax errors in policy.
        # NotAction stands for Action
        {"Effect":"Allow","NotAction":"s3:*","Resource":"*"}
        identity -> valid
        # An action is a text
        {"Effect":"Allow","Action":7,"Resource":"*"}
        identity -> Syntax errors in policy.
        # An action is not empty
        {"Effect":"Allow","Action":"","Resource":"*"}
        identity -> Syntax errors in policy.
        # An action has a vendor
        {"Effect":"Allow","Action":"GetObject","Resource":"*"}
        identity -> Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
        managed -> Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
        session -> Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
        # An action of a resource's policy has a vendor
        {"Effect":"Allow","Principal":"*","Action":"GetObject","Resource":"arn:aws:s3:::b"}
        resource -> Policy has invalid action
        # An action has one colon
        {"Effect":"Allow","Action":"s3:a:b","Resource":"*"}
        identity -> Actions/Condition can contain only one colon.
        # A vendor is of letters, digits, dashes and dots
        {"Effect":"Allow","Action":"s_3:Get","Resource":"*"}
        identity -> Vendor s_3 is not valid
        # A vendor is not empty
        {"Effect":"Allow","Action":":GetObject","Resource":"*"}
        identity -> Vendor  is not valid
        # An action may be an asterisk
        {"Effect":"Allow","Action":"*","Resource":"*"}
        identity -> valid
        # A trust policy has actions of STS only
        {"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}
        trust -> AssumeRole policy may only specify STS AssumeRole actions.
        # A trust policy may not allow everything
        {"Effect":"Allow","Principal":"*","Action":"*"}
        trust -> AssumeRole policy may only specify STS AssumeRole actions.
        # A trust policy may name several of STS's actions
        {"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["sts:AssumeRole","sts:TagSession",
        + "sts:SetSourceIdentity"]}
        trust -> valid
        # A statement has resources
        {"Effect":"Allow","Action":"s3:*"}
        identity -> Policy statement must contain resources.
        managed -> Policy statement must contain resources.
        session -> Policy statement must contain resources.
        # A list of resources is not empty
        {"Effect":"Allow","Action":"s3:*","Resource":[]}
        identity -> Policy statement must contain resources.
        # A resource's statement has resources
        {"Effect":"Allow","Principal":"*","Action":"s3:*"}
        resource -> Missing required field Resource
        # Resource and NotResource exclude each other
        {"Effect":"Allow","Action":"s3:*","Resource":"*","NotResource":"*"}
        identity -> Syntax errors in policy.
        # NotResource stands for Resource
        {"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::b"}
        identity -> valid
        # A trust policy has no resources
        {"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Resource":"*"}
        trust -> Has prohibited field Resource
        # A resource is an ARN
        {"Effect":"Allow","Action":"s3:*","Resource":"bucket"}
        identity -> Resource bucket must be in ARN format or "*".
        # A resource of a resource's policy is an ARN
        {"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"bucket"}
        resource -> Policy has invalid resource
        # A resource's partition is one of AWS's
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:bws:s3:::b"}
        identity -> Partition "bws" is not valid for resource "arn:bws:s3:::b".
        # A resource's service has no wildcards
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s*:::b"}
        identity -> Resource vendor must be fully qualified and cannot contain regexes.
        # A resource has all parts of an ARN
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3"}
        identity -> The policy failed legacy parsing
        # An asterisk may stand for the rest of an ARN
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::*"}
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:*"}
        identity -> valid
        # IAM's resources have no region
        {"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam:us-east-1:111122223333:user/x"}
        identity -> IAM resource arn:aws:iam:us-east-1:111122223333:user/x cannot contain region information.
        # Resources may have variables
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/*"}
        identity -> valid
        managed -> valid
        session -> valid
        """#)

    @Test(arguments: cases) func isSaid(_ rule: RuleCase) { GrammarTable.check(rule) }

    @Test func deepNestingIsRefused() {
        let text = String(repeating: #"{"Statement":["#, count: 50_000)
        #expect(GrammarTable.sentence(text, .identity) == "Syntax errors in policy.")
    }

    /// The role of a Cognito identity pool, as its documentation has it.
    @Test func identityPoolTrustPolicy() throws {
        let document = try PolicyDocument(
            parsing: #"""
                {"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Allow",
                  "Principal":{"Federated":"cognito-identity.amazonaws.com"},
                  "Action":["sts:AssumeRoleWithWebIdentity","sts:TagSession"],
                  "Condition":{
                    "StringEquals":{"cognito-identity.amazonaws.com:aud":"us-east-1:pool"},
                    "ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"authenticated"}}}]}
                """#, as: .trust)
        #expect(document.principals == [.federated("cognito-identity.amazonaws.com")])
        var context = ContextValues()
        context.set("cognito-identity.amazonaws.com:aud", "us-east-1:pool")
        context["cognito-identity.amazonaws.com:amr"] = ["authenticated", "x"]
        var request = AccessRequest(
            action: "sts:AssumeRoleWithWebIdentity", resource: Who.roleARN, principal: Who.named("web"),
            context: context, resourceAccount: Who.account)
        let set = PolicySet(resource: NamedPolicy("trust", document), resourceMustAllow: true)
        #expect(set.decide(request).isAllowed)
        request.context.set("cognito-identity.amazonaws.com:aud", "us-east-1:other")
        #expect(!set.decide(request).isAllowed)
    }
}
