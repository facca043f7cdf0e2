import PolicyEngine
import Testing

/// The reasons of a decision, and AWS's sentences made of them.
@Suite struct DecisionTests {
    private func decision(_ setup: [String], as name: String) throws -> (Decision, AccessRequest) {
        let table = try EvaluationTable(setup)
        let request = table.request(name)
        return (table.set.decide(request), request)
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
        #expect(set.explain(request).policies.map(\.policy) == ["arn:aws:iam::111122223333:policy/p"])
    }

    /// Whoever did not sign is called anonymous, and an action on no resource names none.
    @Test func sentencesWithoutAName() throws {
        let (decision, request) = try decision([], as: "anonymous")
        #expect(
            decision.message(for: request)
                == "User: anonymous is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k "
                + "because no resource-based policy allows the s3:GetObject action")
        #expect(
            Decision.message(principal: Who.userARN, action: "sts:AssumeRole", resource: "")
                == "User: \(Who.userARN) is not authorized to perform: sts:AssumeRole")
    }

    /// Policies are told in the order in which they are asked.
    @Test func tellsWhatWasLookedAt() throws {
        let setup = ["resource allow everyone s3:*", "session allow *", "boundary allow *", "identity allow s3:*"]
        let table = try EvaluationTable(setup)
        let ofSession = table.set.explain(table.request("session"))
        #expect(ofSession.policies.map(\.type) == [.identity, .permissionsBoundary, .session, .resource])
        let ofNobody = table.set.explain(table.request("anonymous"))
        #expect(ofNobody.policies.map(\.type) == [.resource])
    }

    /// Of several grants the nearest is the one that counts, whatever their order.
    @Test func theNearestGrantCounts() throws {
        for setup in [
            ["resource allow account s3:*", "resource allow user s3:*"],
            ["resource allow user s3:*", "resource allow account s3:*"],
        ] {
            let (decision, _) = try decision(setup, as: "user")
            #expect(decision.isAllowed)
        }
        let (listed, _) = try decision(["acl account", "resource allow user s3:*"], as: "user")
        #expect(listed.isAllowed)
        #expect(Decision.ofNobody.outcome == .implicitDeny)
    }
}
