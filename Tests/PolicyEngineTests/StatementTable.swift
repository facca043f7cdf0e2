import PolicyEngine
import Testing

/// Tables about statements. Setup: the statements of one identity policy, each on a line. Questions: action
/// and resource, asked by a user who has the tag `unit` and a few keys made to go wrong.
enum StatementTable {
    static func decide(
        _ statements: [String], _ question: String, version: String? = "2012-10-17"
    ) throws -> Decision {
        let parts = question.split(separator: " ").map(String.init)
        let versionText = version.map { "\"Version\":\"\($0)\"," } ?? ""
        let document = try PolicyDocument(
            parsing: "{\(versionText)\"Statement\":[\(statements.joined(separator: ","))]}", as: .identity)
        let user = Who.named("user")
        var context = Who.context(user)
        context.set("test:wild", "*")
        context.set("test:slash", "a/b")
        context.set("test:empty", "")
        context["test:many"] = ["one", "two"]
        context["aws:PrincipalTag/unit"] = ["blue"]
        let request = AccessRequest(
            action: parts[0], resource: parts[1], principal: user, context: context,
            resourceAccount: Who.account)
        return PolicySet(identity: [NamedPolicy("policy", document)]).decide(request)
    }

    static func check(_ rule: RuleCase) throws {
        #expect(!rule.questions.isEmpty)
        for (question, answer) in rule.questions {
            let decision = try decide(rule.setup, question)
            #expect(decision.outcome.rawValue == answer, "\(question)")
        }
    }
}
