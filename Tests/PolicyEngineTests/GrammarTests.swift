import PolicyEngine
import Testing

/// Policies that are not, and what AWS says to them.
@Suite struct GrammarTests {
    private func refusal(_ text: String, _ kind: PolicyKind) -> String? {
        do {
            _ = try PolicyDocument(parsing: text, as: kind)
            return nil
        } catch { return error.message }
    }

    private func refusal(statement: String, _ kind: PolicyKind) -> String? {
        refusal(#"{"Version":"2012-10-17","Statement":\#(statement)}"#, kind)
    }

    @Test(arguments: [
        "", "x", "[]", #"{"Statement":[]}"#, #"{"Version":"2012-10-17"}"#,
        #"{"Version":"2013-10-17","Statement":[]}"#,
        #"{"Statement":"x"}"#, #"{"Foo":1,"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#,
        #"{"Id":1,"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#,
        #"{"Id":"a","Id":"b","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#,
    ])
    func syntaxErrors(_ text: String) { #expect(refusal(text, .identity) == "Syntax errors in policy.") }

    static let identityStatements = [
        (#"{"Effect":"allow","Action":"s3:*","Resource":"*"}"#, "Syntax errors in policy."),
        (#"{"Action":"s3:*","Resource":"*"}"#, "Syntax errors in policy."),
        (#"{"Effect":"Allow","Resource":"*"}"#, "Policy statement must contain actions."),
        (#"{"Effect":"Allow","Action":[],"Resource":"*"}"#, "Policy statement must contain actions."),
        (#"{"Effect":"Allow","Action":"s3:*"}"#, "Policy statement must contain resources."),
        (#"{"Effect":"Allow","Action":"s3:*","Resource":[]}"#, "Policy statement must contain resources."),
        (
            #"{"Effect":"Allow","Action":"s3:*","NotAction":"s3:*","Resource":"*"}"#,
            "Syntax errors in policy."
        ),
        (#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Extra":1}"#, "Syntax errors in policy."),
        (#"{"Effect":"Allow","Action":7,"Resource":"*"}"#, "Syntax errors in policy."),
        (
            #"{"Effect":"Allow","Action":"GetObject","Resource":"*"}"#,
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        ),
        (
            #"{"Effect":"Allow","Action":"s3:a:b","Resource":"*"}"#,
            "Actions/Condition can contain only one colon."
        ),
        (#"{"Effect":"Allow","Action":"s_3:Get","Resource":"*"}"#, "Vendor s_3 is not valid"),
        (
            #"{"Effect":"Allow","Action":"s3:*","Resource":"bucket"}"#,
            "Resource bucket must be in ARN format or \"*\"."
        ),
        (
            #"{"Effect":"Allow","Action":"s3:*","Resource":"arn:bws:s3:::b"}"#,
            "Partition \"bws\" is not valid for resource \"arn:bws:s3:::b\"."
        ),
        (
            #"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s*:::b"}"#,
            "Resource vendor must be fully qualified and cannot contain regexes."
        ),
        (#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3"}"#, "The policy failed legacy parsing"),
        (
            #"{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam:us-east-1:111122223333:user/x"}"#,
            "IAM resource arn:aws:iam:us-east-1:111122223333:user/x cannot contain region information."
        ),
        (
            #"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}"#,
            "Policy document should not specify a principal."
        ),
        (
            #"{"Sid":"a-b","Effect":"Allow","Action":"s3:*","Resource":"*"}"#,
            "Statement IDs (SID) must be alpha-numeric. "
                + "Check that your input satisfies the regular expression [0-9A-Za-z]*"
        ),
        (
            #"[{"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"},"#
                + #"{"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"}]"#,
            "Statement IDs (SID) in a single policy must be unique."
        ),
        (
            #"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringIs":{"a:b":"c"}}}"#,
            "Syntax errors in policy."
        ),
        (
            #"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"IpAddress":{"a:b":"::/129"}}}"#,
            "Syntax errors in policy."
        ),
        (
            #"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"NumericEquals":{"a:b":"x"}}}"#,
            "Syntax errors in policy."
        ),
        (
            #"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"ab":"c"}}}"#,
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        ),
    ]

    @Test(arguments: identityStatements) func identityPolicies(_ statement: String, _ sentence: String) {
        #expect(refusal(statement: statement, .identity) == sentence)
    }

    static let resourceStatements = [
        (
            #"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b"}"#,
            "Missing required field Principal"
        ),
        (#"{"Effect":"Allow","Principal":"*","Resource":"arn:aws:s3:::b"}"#, "Missing required field Action"),
        (#"{"Effect":"Allow","Principal":"*","Action":"s3:*"}"#, "Missing required field Resource"),
        (
            #"{"Effect":"Allow","Principal":"ada","Action":"s3:*","Resource":"arn:aws:s3:::b"}"#,
            "Invalid principal in policy"
        ),
        (
            #"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:user/x"},"Action":"s3:*","Resource":"*"}"#,
            "Invalid principal in policy"
        ),
        (
            #"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/*"},"Action":"s3:*"}"#,
            "Invalid principal in policy"
        ),
        (
            #"{"Effect":"allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b"}"#,
            "Invalid effect: allow"
        ),
        (
            #"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b","X":1}"#,
            "Unknown field X"
        ),
    ]

    @Test(arguments: resourceStatements) func resourcePolicies(_ statement: String, _ sentence: String) {
        #expect(refusal(statement: statement, .resource) == sentence)
    }

    @Test func resourcePolicyThatIsNotJSON() {
        #expect(
            refusal("nonsense", .resource)
                == "Policies must be valid JSON and the first byte must be '{'")
    }

    static let trustStatements = [
        (#"{"Effect":"Allow","Action":"sts:AssumeRole"}"#, "Missing required field Principal"),
        (
            #"{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}"#,
            "Has prohibited field Resource"
        ),
        (
            #"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}"#,
            "AssumeRole policy may only specify STS AssumeRole actions."
        ),
        (
            #"{"Effect":"Allow","Principal":{"AWS":"ada"},"Action":"sts:AssumeRole"}"#,
            #"Invalid principal in policy: "AWS":"ada""#
        ),
        (
            #"{"Effect":"Allow","Principal":{"Service":"lambda"},"Action":"sts:AssumeRole"}"#,
            #"Invalid principal in policy: "Service":"lambda""#
        ),
    ]

    @Test(arguments: trustStatements) func trustPolicies(_ statement: String, _ sentence: String) {
        #expect(refusal(statement: statement, .trust) == sentence)
    }

    @Test func managedPoliciesAreOfTheNewVersion() {
        let statement = #"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#
        let sentence = "Policy document must be version 2012-10-17 or greater."
        #expect(refusal(#"{"Statement":\#(statement)}"#, .managed) == sentence)
        #expect(refusal(#"{"Version":"2008-10-17","Statement":\#(statement)}"#, .managed) == sentence)
        #expect(refusal(#"{"Statement":\#(statement)}"#, .identity) == nil)
    }

    @Test func deepNestingIsRefused() {
        let text = String(repeating: #"{"Statement":["#, count: 50_000)
        #expect(refusal(text, .identity) == "Syntax errors in policy.")
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
