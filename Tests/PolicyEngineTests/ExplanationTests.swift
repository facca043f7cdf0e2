import PolicyEngine
import Testing

/// Explanations: each policy statement by statement, what came nearest, and what would allow.
@Suite struct ExplanationTests {
    private func explain(_ setup: [String], _ question: String) throws -> Explanation {
        let table = try EvaluationTable(setup)
        return table.set.explain(table.request(question))
    }

    private static let documentText = #"""
        {"Version":"2012-10-17","Statement":[
          {"Sid":"Write","Effect":"Allow","Action":"s3:Put*","Resource":"*"},
          {"Sid":"Elsewhere","Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::other/*"},
          {"Sid":"Here","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{
            "StringEquals":{"aws:PrincipalTag/Team":["blue","green"]},"Bool":{"aws:SecureTransport":"true"}}}]}
        """#

    private func request(_ context: [String: [String]] = [:]) -> AccessRequest {
        AccessRequest(
            action: "s3:GetObject", resource: "arn:aws:s3:::b/k", principal: Who.named("user"),
            context: ContextValues(context), resourceAccount: Who.account)
    }

    private func explainDocument(_ context: [String: [String]] = [:]) throws -> Explanation {
        let document = try PolicyDocument(parsing: Self.documentText, as: .identity)
        return PolicySet(identity: [NamedPolicy("files", document)]).explain(request(context))
    }

    @Test func statementByStatement() throws {
        let explanation = try explainDocument(["aws:PrincipalTag/Team": ["red"]])
        let trace = try #require(explanation.policies.first)
        #expect(trace.type == .identity && trace.policy == "files")
        #expect(trace.statements.map(\.sid) == ["Write", "Elsewhere", "Here"])
        #expect(trace.statements.map(\.index) == [0, 1, 2])
        #expect(trace.statements.map(\.effect) == [.allow, .allow, .allow])
        #expect(trace.statements.map(\.actionMatches) == [false, true, true])
        #expect(trace.statements.map(\.resourceMatches) == [true, false, true])
        #expect(trace.statements.map(\.principalMatches) == [nil, nil, nil])
        #expect(trace.statements.map(\.matches) == [false, false, false])
    }

    @Test func conditionsWithTheValuesOfTheRequest() throws {
        let explanation = try explainDocument(["aws:PrincipalTag/Team": ["red"]])
        let conditions = try #require(explanation.policies.first?.statements.last?.conditions)
        #expect(conditions.map(\.operatorName) == ["StringEquals", "Bool"])
        #expect(conditions.map(\.key) == ["aws:PrincipalTag/Team", "aws:SecureTransport"])
        #expect(conditions.map(\.wanted) == [["blue", "green"], ["true"]])
        #expect(conditions.map(\.found) == [["red"], nil])
        #expect(conditions.map(\.isMet) == [false, false])
    }

    /// The action weighs most, then the resource, then the conditions.
    @Test func theNearestStatement() throws {
        #expect(try explainDocument().nearest?.statement.sid == "Here")
        let met = ["aws:PrincipalTag/Team": ["blue"], "aws:SecureTransport": ["true"]]
        let allowed = try explainDocument(met)
        #expect(allowed.decision.isAllowed)
        #expect(allowed.nearest?.statement.sid == "Here")
        #expect(allowed.remedies.isEmpty)
    }

    @Test func theNearestStatementIsOfTheTypeThatDecided() throws {
        let bounded = try explain(["identity allow s3:*", "boundary allow s3:Put*"], "user")
        #expect(bounded.nearest == nil)
        let conditional = try explain(
            ["identity allow s3:*", "boundary allow s3:* when aws:username=bob"], "user")
        #expect(conditional.nearest?.policy.type == .permissionsBoundary)
        let denied = try explain(["identity allow s3:*", "identity deny s3:*"], "user")
        #expect(denied.nearest?.policy.policy == "identity-1")
        #expect(denied.nearest?.statement.effect == .deny)
        #expect(try explain([], "user").nearest == nil)
        #expect(try explain([], "root").nearest == nil)
        #expect(try explain(["acl direct"], "user").nearest == nil)
    }

    @Test func whomAStatementNames() throws {
        let explanation = try explain(["resource allow other-user s3:*", "resource allow user s3:Put*"], "user")
        let statements = try #require(explanation.policies.first { $0.type == .resource }?.statements)
        #expect(statements.map(\.principalMatches) == [false, true])
        #expect(statements.map(\.actionMatches) == [true, false])
    }

    @Test func trustPoliciesHaveNoResource() throws {
        let trust = try PolicyDocument(
            parsing: #"""
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
                  "Principal":{"AWS":"444455556666"}}}
                """#, as: .trust)
        let set = PolicySet(resource: NamedPolicy("trust", trust), resourceMustAllow: true)
        var request = request()
        request.action = "sts:AssumeRole"
        let explanation = set.explain(request)
        #expect(explanation.policies.map(\.type) == [.trust])
        #expect(explanation.nearest?.statement.resourceMatches == nil)
        #expect(explanation.nearest?.statement.principalMatches == false)
        #expect(explanation.remedies == [.allow(.trust)])
    }

    /// Policies of others are not told: those who have none of their own see the resource's alone.
    @Test func policiesThatDoNotBearOnTheRequest() throws {
        let setup = ["identity allow *", "boundary allow *", "session allow *", "resource deny user *"]
        #expect(try explain(setup, "anonymous").policies.map(\.type) == [.resource])
        #expect(try explain(setup, "root").policies.map(\.type) == [.resource])
        #expect(
            try explain(setup, "session").policies.map(\.type)
                == [.identity, .permissionsBoundary, .session, .resource])
    }

    /// Setup, who asks, and what would allow: types of policies, or `-` and the policy with the deny.
    static let remedies = RuleCase.table(
        """
        # What is allowed needs nothing
        identity allow s3:*
        user -> nothing
        root -> nothing
        # In one account an identity policy is what is missing
        resource allow other-user s3:*
        user -> identity-based policy
        session -> identity-based policy
        # Who has no policies needs the resource's
        identity allow *
        anonymous -> resource-based policy
        service -> resource-based policy
        web -> resource-based policy
        # The boundary stands in the way
        identity allow s3:*
        boundary allow iam:*
        user -> permissions boundary
        # Identity policy and boundary both
        boundary allow iam:*
        user -> identity-based policy, permissions boundary
        # Identity policy, boundary and session policy
        boundary allow iam:*
        session allow iam:*
        session -> identity-based policy, permissions boundary, session policy
        # A session that was given nothing
        identity allow *
        session none
        session -> session policy
        federated -> session policy
        # Across accounts both sides
        elsewhere
        user -> resource-based policy, identity-based policy
        root -> resource-based policy
        # Across accounts the caller's side alone
        elsewhere
        resource allow account s3:*
        user -> identity-based policy
        # A deny is to be removed
        identity allow s3:*
        identity deny s3:*
        user -> -identity-1
        # Every deny is to be removed
        identity deny s3:*
        boundary deny s3:*
        resource deny user s3:*
        user -> -identity-0, -boundary-1, -resource, identity-based policy, permissions boundary
        # A deny in the resource's policy, where the root asks
        resource deny everyone s3:*
        root -> -resource
        # A deny and a boundary
        identity allow s3:*
        identity deny s3:Get*
        boundary allow iam:*
        user -> -identity-1, permissions boundary
        # A trust policy, and the caller's own
        trust
        elsewhere
        user -> role trust policy, identity-based policy
        # A deny in a session policy
        identity allow *
        session deny s3:*
        session -> -session-1, session policy
        """)

    @Test(arguments: remedies) func whatWouldAllow(_ rule: RuleCase) throws {
        for (question, answer) in rule.questions {
            let texts = try explain(rule.setup, question).remedies.map { remedy in
                switch remedy {
                case .allow(let type): type.rawValue
                case .remove(let cause): "-" + cause.policy
                }
            }
            #expect((texts.isEmpty ? "nothing" : texts.joined(separator: ", ")) == answer, "\(question)")
        }
    }

    /// More denies than are told: the list ends.
    @Test func remediesAreBounded() throws {
        let setup = Array(repeating: "identity deny s3:*", count: 40)
        #expect(try explain(setup, "user").remedies.count == 16)
    }

    @Test func contextKeysOfADocument() throws {
        let document = try PolicyDocument(
            parsing: #"""
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/${*}/${no:key, 'x'}",
                   "Condition":{"StringLike":{"s3:prefix":["${aws:PrincipalTag/Team}/*"]},
                     "Bool":{"aws:SecureTransport":"true"}}},
                  {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{
                     "Null":{"AWS:UserName":"true"},"DateLessThan":{"aws:TokenIssueTime":"2026-01-01"}}}]}
                """#, as: .identity)
        #expect(
            document.contextKeys == [
                "aws:username", "no:key", "s3:prefix", "aws:principaltag/team", "aws:SecureTransport",
                "aws:TokenIssueTime",
            ])
        let old = try PolicyDocument(
            parsing: #"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${aws:username}"}}"#,
            as: .identity)
        #expect(old.contextKeys.isEmpty)
    }
}
