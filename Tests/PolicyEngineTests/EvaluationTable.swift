import PolicyEngine
import Testing

/// Tables about how the types of policies work together.
///
/// Setup: `identity|boundary|session allow|deny ACTION`, `resource allow|deny PRINCIPAL ACTION`, either with
/// `when KEY=VALUE` behind it; `session none`; `elsewhere` (the resource is another account's), `trust`,
/// `acl direct|account`. Questions: the principal, and an action if it is not s3:GetObject.
struct EvaluationTable {
    let set: PolicySet
    let resourceAccount: String

    private static let principals = [
        "everyone": #""*""#, "aws-everyone": #"{"AWS":"*"}"#, "account": #"{"AWS":"111122223333"}"#,
        "root-arn": #"{"AWS":"arn:aws:iam::111122223333:root"}"#, "other-account": #"{"AWS":"444455556666"}"#,
        "user": #"{"AWS":"\#(Who.userARN)"}"#, "role": #"{"AWS":"\#(Who.roleARN)"}"#,
        "other-user": #"{"AWS":"arn:aws:iam::111122223333:user/bob"}"#,
        "other-session": #"{"AWS":"arn:aws:sts::111122223333:assumed-role/Reader/bob-session"}"#,
        "session": #"{"AWS":"\#(Who.sessionARN)"}"#, "federated": #"{"AWS":"\#(Who.federatedARN)"}"#,
        "service": #"{"Service":"lambda.amazonaws.com"}"#,
        "other-service": #"{"Service":"ec2.amazonaws.com"}"#,
        "web": #"{"Federated":"cognito-identity.amazonaws.com"}"#,
        "other-web": #"{"Federated":"accounts.google.com"}"#,
        "canonical": #"{"CanonicalUser":"c0ffee"}"#, "other-canonical": #"{"CanonicalUser":"decaf"}"#,
        "user-id": #"{"AWS":"AIDAEXAMPLEUSER00001"}"#, "role-id": #"{"AWS":"AROAEXAMPLEROLE00001"}"#,
        "user-and-service": #"{"AWS":["\#(Who.userARN)"],"Service":"lambda.amazonaws.com"}"#,
    ]
    private static let listed = [
        "user": Who.userARN, "role": Who.roleARN, "session": Who.sessionARN, "federated": Who.federatedARN,
        "account": "arn:aws:iam::111122223333:root", "other-account": "arn:aws:iam::444455556666:root",
    ]

    init(_ setup: [String]) throws {
        var set = PolicySet()
        var resourceAccount = Who.account
        var statements: [(type: String, text: String)] = []
        for line in setup {
            let words = line.split(separator: " ").map(String.init)
            switch (words[0], words.dropFirst().first) {
            case ("elsewhere", _): resourceAccount = Who.otherAccount
            case ("trust", _): set.resourceMustAllow = true
            case ("acl", let match): set.aclGrant = match == "direct" ? .direct : .account
            case ("session", "none"): set.session = []
            default: statements.append((words[0], try Self.statement(words)))
            }
        }
        for (number, statement) in statements.enumerated() where statement.type != "resource" {
            let document = try Self.document([statement.text], .identity)
            let policy = NamedPolicy("\(statement.type)-\(number)", document)
            switch statement.type {
            case "identity": set.identity.append(policy)
            case "boundary": set.permissionsBoundary = policy
            default: set.session = (set.session ?? []) + [policy]
            }
        }
        let resource = statements.filter { $0.type == "resource" }.map(\.text)
        if !resource.isEmpty { set.resource = NamedPolicy("resource", try Self.document(resource, .resource)) }
        self.set = set
        self.resourceAccount = resourceAccount
    }

    private static func statement(_ words: [String]) throws -> String {
        var words = words
        var condition = ""
        if let when = words.firstIndex(of: "when") {
            let parts = words[when + 1].split(separator: "=", maxSplits: 1)
            condition = #","Condition":{"StringEquals":{"\#(parts[0])":"\#(parts[1])"}}"#
            words.removeSubrange(when...)
        }
        let effect = words[1] == "allow" ? "Allow" : "Deny"
        let principal = words[0] == "resource" ? try element(words[2]) : ""
        let action = words[words.count - 1]
        return #"{\#(principal)"Effect":"\#(effect)","Action":"\#(action)","Resource":"*"\#(condition)}"#
    }

    private static func element(_ principal: String) throws -> String {
        guard principal.hasPrefix("not:") else { return #""Principal":\#(try #require(principals[principal])),"# }
        let names = try principal.dropFirst(4).split(separator: ",").map { "\"\(try #require(listed[String($0)]))\"" }
        return #""NotPrincipal":{"AWS":[\#(names.joined(separator: ","))]},"#
    }

    private static func document(_ statements: [String], _ kind: PolicyKind) throws -> PolicyDocument {
        try PolicyDocument(
            parsing: #"{"Version":"2012-10-17","Statement":["# + statements.joined(separator: ",") + "]}", as: kind)
    }

    func request(_ question: String) -> AccessRequest {
        let words = question.split(separator: " ").map(String.init)
        let principal = Who.named(words[0])
        return AccessRequest(
            action: words.count > 1 ? words[1] : "s3:GetObject", resource: "arn:aws:s3:::b/k", principal: principal,
            context: Who.context(principal), resourceAccount: resourceAccount)
    }

    /// The outcome, with the type of policy that denies, or that would have to allow.
    func answer(_ question: String) -> String {
        let decision = set.decide(request(question))
        return switch decision.reason {
        case .root, .allowed, .aclGranted: decision.outcome.rawValue
        case .denied(let cause): "\(decision.outcome.rawValue) \(cause.type.rawValue)"
        case .nothingAllows(let type): "\(decision.outcome.rawValue) no \(type.rawValue)"
        }
    }

    static func check(_ rule: RuleCase) throws {
        #expect(!rule.questions.isEmpty)
        let table = try EvaluationTable(rule.setup)
        for (question, expected) in rule.questions { #expect(table.answer(question) == expected, "\(question)") }
    }
}
