import PolicyEngine
import Testing

/// AWS's evaluation logic: how the types of policies work together.
@Suite struct EvaluationTests {
    /// Setup: `identity|boundary|session allow|deny ACTION`, `resource allow|deny PRINCIPAL ACTION`,
    /// `session none`, `elsewhere` (the resource is another account's), `trust`, `acl direct|account`.
    /// Questions: the principal; the action is always s3:GetObject.
    static let cases = RuleCase.table(
        """
        # Nothing allows: denied
        user -> implicitDeny no identity-based policy
        session -> implicitDeny no identity-based policy
        anonymous -> implicitDeny no resource-based policy
        service -> implicitDeny no resource-based policy
        # The root may do everything in its own account
        root -> allowed
        # The root of another account needs the resource's policy
        elsewhere
        root -> implicitDeny no resource-based policy
        # The root of another account that the resource's policy names
        elsewhere
        resource allow account s3:*
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
        # An access control list that grants to everyone
        acl direct
        anonymous -> allowed
        user -> allowed
        # An access control list that grants to another account
        elsewhere
        acl account
        identity allow s3:*
        user -> allowed
        # A deny wins over an access control list
        acl direct
        resource deny everyone s3:*
        anonymous -> explicitDeny resource-based policy
        """)

    private static let principals = [
        "everyone": #""*""#, "aws-everyone": #"{"AWS":"*"}"#, "account": #"{"AWS":"111122223333"}"#,
        "user": #"{"AWS":"\#(Who.userARN)"}"#, "role": #"{"AWS":"\#(Who.roleARN)"}"#,
        "session": #"{"AWS":"\#(Who.sessionARN)"}"#, "service": #"{"Service":"lambda.amazonaws.com"}"#,
        "web": #"{"Federated":"cognito-identity.amazonaws.com"}"#,
        "canonical": #"{"CanonicalUser":"c0ffee"}"#,
        "user-id": #"{"AWS":"AIDAEXAMPLEUSER00001"}"#, "role-id": #"{"AWS":"AROAEXAMPLEROLE00001"}"#,
    ]
    private static let listed = [
        "user": Who.userARN, "role": Who.roleARN, "session": Who.sessionARN,
        "account": "arn:aws:iam::111122223333:root",
    ]

    private func document(_ effect: String, _ action: String, _ principal: String?) throws -> PolicyDocument {
        var element = ""
        if let principal, principal.hasPrefix("not:") {
            let names = principal.dropFirst(4).split(separator: ",")
                .map { "\"\(Self.listed[String($0)] ?? "?")\"" }
            element = #""NotPrincipal":{"AWS":[\#(names.joined(separator: ","))]},"#
        } else if let principal {
            element = #""Principal":\#(Self.principals[principal] ?? "?"),"#
        }
        let effectText = effect == "allow" ? "Allow" : "Deny"
        let text = #"{\#(element)"Effect":"\#(effectText)","Action":"\#(action)","Resource":"*"}"#
        return try PolicyDocument(
            parsing: #"{"Version":"2012-10-17","Statement":"# + text + "}",
            as: principal == nil ? .identity : .resource)
    }

    private func policySet(_ setup: [String]) throws -> (set: PolicySet, resourceAccount: String) {
        var set = PolicySet()
        var resourceAccount = Who.account
        for line in setup {
            let words = line.split(separator: " ").map(String.init)
            switch words[0] {
            case "elsewhere": resourceAccount = Who.otherAccount
            case "trust": set.resourceMustAllow = true
            case "acl": set.aclGrant = words[1] == "direct" ? .direct : .account
            case "resource":
                set.resource = NamedPolicy("resource", try document(words[1], words[3], words[2]))
            default:
                let policy = NamedPolicy(words[0], try document(words[1], words[2], nil))
                switch words[0] {
                case "identity": set.identity.append(policy)
                case "boundary": set.permissionsBoundary = policy
                default: set.session = (set.session ?? []) + [policy]
                }
            }
        }
        return (set, resourceAccount)
    }

    private func answer(_ decision: Decision) -> String {
        switch decision.reason {
        case .root, .allowed, .aclGranted: decision.outcome.rawValue
        case .denied(let cause): "\(decision.outcome.rawValue) \(cause.type.rawValue)"
        case .nothingAllows(let type): "\(decision.outcome.rawValue) no \(type.rawValue)"
        }
    }

    @Test(arguments: cases) func decides(_ rule: RuleCase) throws {
        #expect(!rule.questions.isEmpty)
        let (set, resourceAccount) = try policySet(rule.setup)
        for (question, expected) in rule.questions {
            let principal = Who.named(question)
            let request = AccessRequest(
                action: "s3:GetObject", resource: "arn:aws:s3:::b/k", principal: principal,
                context: Who.context(principal), resourceAccount: resourceAccount)
            #expect(answer(set.decide(request)) == expected, "\(question)")
        }
    }

    private func decision(_ setup: [String], as name: String) throws -> (Decision, AccessRequest) {
        let (set, resourceAccount) = try policySet(setup)
        let principal = Who.named(name)
        let request = AccessRequest(
            action: "s3:GetObject", resource: "arn:aws:s3:::b/k", principal: principal,
            context: Who.context(principal), resourceAccount: resourceAccount)
        return (set.decide(request), request)
    }

    static let refusals: [(setup: [String], who: String, words: String)] = [
        ([], "user", "because no identity-based policy allows the s3:GetObject action"),
        (
            ["identity allow s3:*", "session allow iam:*"], "session",
            "because no session policy allows the s3:GetObject action"
        ),
        (
            ["identity allow s3:*", "boundary allow iam:*"], "user",
            "because no permissions boundary allows the s3:GetObject action"
        ),
        (
            ["elsewhere", "identity allow s3:*"], "user",
            "because no resource-based policy allows the s3:GetObject action"
        ),
        (["identity deny s3:*"], "user", "with an explicit deny in an identity-based policy"),
        (["resource deny everyone s3:*"], "user", "with an explicit deny in a resource-based policy"),
        (["boundary deny s3:*"], "user", "with an explicit deny in a permissions boundary"),
        (["session deny s3:*"], "session", "with an explicit deny in a session policy"),
        (["trust", "resource deny user s3:*"], "user", "with an explicit deny in the role trust policy"),
    ]

    @Test func saysNothingOfATrustPolicyThatAllowsNothing() throws {
        let (decision, request) = try decision(["trust", "identity allow *"], as: "user")
        #expect(
            decision.message(for: request)
                == "User: \(Who.userARN) is not authorized to perform: s3:GetObject "
                + "on resource: arn:aws:s3:::b/k")
    }

    @Test func findsOutOtherKeysOnlyWhenAsked() {
        var context = ContextValues(finding: { key in ["found \(key)"] })
        context.set("aws:SourceIp", "192.0.2.1")
        #expect(context["AWS:SourceIP"] == ["192.0.2.1"])
        #expect(context["aws:UserAgent"] == ["found aws:useragent"])
    }

    @Test(arguments: refusals) func sentences(_ setup: [String], _ who: String, _ words: String) throws {
        let (decision, request) = try decision(setup, as: who)
        let arn = Who.named(who).arn
        #expect(
            decision.message(for: request)
                == "User: \(arn) is not authorized to perform: s3:GetObject "
                + "on resource: arn:aws:s3:::b/k \(words)")
        #expect(
            decision.message(for: request, quotingResource: true)
                == "User: \(arn) is not authorized to perform: s3:GetObject "
                + "on resource: \"arn:aws:s3:::b/k\" \(words)")
    }

    @Test func tellsWhichStatementDecided() throws {
        let document = try PolicyDocument(
            parsing: #"""
                {"Version":"2012-10-17","Statement":[
                  {"Sid":"Read","Effect":"Allow","Action":"s3:Get*","Resource":"*"},
                  {"Sid":"NoSecrets","Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b/secret/*"}]}
                """#, as: .managed)
        let set = PolicySet(identity: [NamedPolicy("arn:aws:iam::111122223333:policy/p", document)])
        var request = AccessRequest(
            action: "s3:GetObject", resource: "arn:aws:s3:::b/secret/k", principal: Who.named("user"),
            context: ContextValues(), resourceAccount: Who.account)
        guard case .denied(let cause) = set.decide(request).reason else {
            Issue.record("not denied")
            return
        }
        #expect(cause.sid == "NoSecrets")
        #expect(cause.index == 1)
        #expect(cause.policy == "arn:aws:iam::111122223333:policy/p")
        request.resource = "arn:aws:s3:::b/k"
        let decision = set.decide(request)
        guard case .allowed(let allowing) = decision.reason else {
            Issue.record("not allowed")
            return
        }
        #expect(allowing.sid == "Read")
        #expect(decision.policies.map(\.policy) == ["arn:aws:iam::111122223333:policy/p"])
    }
}
