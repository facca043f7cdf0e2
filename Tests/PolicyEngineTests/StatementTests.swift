import PolicyEngine
import Testing

/// Which actions and resources a statement takes in.
@Suite struct StatementTests {
    static let cases = RuleCase.table(
        #"""
        # Action and Resource must both match
        {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        s3:PutObject arn:aws:s3:::b/k -> implicitDeny
        s3:GetObject arn:aws:s3:::c/k -> implicitDeny
        # Actions are compared without regard to case
        {"Effect":"Allow","Action":"S3:getobject","Resource":"*"}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        # Resources are compared with regard to case
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/Key"}
        s3:GetObject arn:aws:s3:::b/key -> implicitDeny
        s3:GetObject arn:aws:s3:::b/Key -> allowed
        # An action of * is every action of every service
        {"Effect":"Allow","Action":"*","Resource":"*"}
        dynamodb:GetItem arn:aws:dynamodb:us-east-1:111122223333:table/t -> allowed
        # A wildcard in an action
        {"Effect":"Allow","Action":["s3:*Object","iam:Get?ser"],"Resource":"*"}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        s3:GetObjectAcl arn:aws:s3:::b/k -> implicitDeny
        iam:GetUser * -> allowed
        iam:GetRole * -> implicitDeny
        # A question mark is exactly one character, which may be of several bytes
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/?.txt"}
        s3:GetObject arn:aws:s3:::b/é.txt -> allowed
        s3:GetObject arn:aws:s3:::b/.txt -> implicitDeny
        s3:GetObject arn:aws:s3:::b/ab.txt -> implicitDeny
        # An asterisk goes over slashes and colons
        {"Effect":"Allow","Action":"*","Resource":"arn:aws:logs:*:log-group:/a/*"}
        logs:PutLogEvents arn:aws:logs:us-east-1:111122223333:log-group:/a/b/c:log-stream:d -> allowed
        # Several asterisks
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/*/x/*.jpg"}
        s3:GetObject arn:aws:s3:::b/a/x/b.jpg.jpg -> allowed
        s3:GetObject arn:aws:s3:::b/x/b.jpg -> implicitDeny
        # A bucket's ARN does not take in its objects, nor the other way round
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b"}
        s3:ListBucket arn:aws:s3:::b -> allowed
        s3:GetObject arn:aws:s3:::b/k -> implicitDeny
        # NotAction takes in every action but those
        {"Effect":"Allow","NotAction":["iam:*","sts:*"],"Resource":"*"}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        iam:GetUser * -> implicitDeny
        # NotResource takes in every resource but those
        {"Effect":"Deny","Action":"s3:*","NotResource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]}
        s3:GetObject arn:aws:s3:::b/k -> implicitDeny
        s3:GetObject arn:aws:s3:::c/k -> explicitDeny
        # An explicit deny wins over any allow
        {"Effect":"Allow","Action":"*","Resource":"*"}
        {"Effect":"Deny","Action":"s3:Delete*","Resource":"*"}
        s3:DeleteObject arn:aws:s3:::b/k -> explicitDeny
        s3:GetObject arn:aws:s3:::b/k -> allowed
        # Nothing said is denied
        {"Effect":"Deny","Action":"s3:DeleteObject","Resource":"*"}
        s3:GetObject arn:aws:s3:::b/k -> implicitDeny
        # A variable is filled in from the request
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/*"}
        s3:GetObject arn:aws:s3:::b/ada/k -> allowed
        s3:GetObject arn:aws:s3:::b/bob/k -> implicitDeny
        # The key of a variable is compared without regard to case
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${AWS:UserName}/*"}
        s3:GetObject arn:aws:s3:::b/ada/k -> allowed
        # A variable without a value matches nothing
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${cognito-identity.amazonaws.com:sub}/*"}
        s3:GetObject arn:aws:s3:::b//k -> implicitDeny
        s3:GetObject arn:aws:s3:::b/${cognito-identity.amazonaws.com:sub}/k -> implicitDeny
        # A variable may have a default
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:PrincipalTag/team, 'all'}/*"}
        s3:GetObject arn:aws:s3:::b/all/k -> allowed
        # The default is left alone where there is a value
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username, 'all'}/*"}
        s3:GetObject arn:aws:s3:::b/all/k -> implicitDeny
        # ${*}, ${?} and ${$} are the characters themselves
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${*}${?}${$}"}
        s3:GetObject arn:aws:s3:::b/*?$ -> allowed
        s3:GetObject arn:aws:s3:::b/abc -> implicitDeny
        # A value with a wildcard in it is taken literally
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${test:wild}"}
        s3:GetObject arn:aws:s3:::b/x -> implicitDeny
        s3:GetObject arn:aws:s3:::b/* -> allowed
        # A key of several values is no variable
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${test:many}"}
        s3:GetObject arn:aws:s3:::b/one -> implicitDeny
        """#)

    private func decide(
        _ statements: [String], _ question: String, version: String? = "2012-10-17"
    ) throws -> Decision {
        let parts = question.split(separator: " ").map(String.init)
        let versionText = version.map { "\"Version\":\"\($0)\"," } ?? ""
        let document = try PolicyDocument(
            parsing: "{\(versionText)\"Statement\":[\(statements.joined(separator: ","))]}", as: .identity)
        let user = Who.named("user")
        var context = Who.context(user)
        context.set("test:wild", "*")
        context["test:many"] = ["one", "two"]
        let request = AccessRequest(
            action: parts[0], resource: parts[1], principal: user, context: context,
            resourceAccount: Who.account)
        return PolicySet(identity: [NamedPolicy("policy", document)]).decide(request)
    }

    @Test(arguments: cases) func decides(_ rule: RuleCase) throws {
        #expect(!rule.questions.isEmpty)
        for (question, answer) in rule.questions {
            let decision = try decide(rule.setup, question)
            #expect(decision.outcome.rawValue == answer, "\(question)")
        }
    }

    /// Before version 2012-10-17 there are no variables: the text stands for itself.
    @Test(arguments: ["2008-10-17", nil] as [String?]) func oldVersionsHaveNoVariables(_ version: String?)
        throws
    {
        let statement = #"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}"}"#
        let filledIn = try decide([statement], "s3:GetObject arn:aws:s3:::b/ada", version: version)
        #expect(filledIn.outcome == .implicitDeny)
        let asWritten = try decide(
            [statement], "s3:GetObject arn:aws:s3:::b/${aws:username}", version: version)
        #expect(asWritten.outcome == .allowed)
    }

    /// A pattern made to go wrong costs the product of the lengths, not a power of them.
    @Test func hostileWildcardsAreBounded() throws {
        let pattern = "arn:aws:s3:::b/" + String(repeating: "*a", count: 2500) + "b"
        let statement = #"{"Effect":"Allow","Action":"s3:*","Resource":""# + pattern + #""}"#
        let key = String(repeating: "a", count: 1024)
        let clock = ContinuousClock()
        let start = clock.now
        let decision = try decide([statement], "s3:GetObject arn:aws:s3:::b/\(key)")
        #expect(decision.outcome == .implicitDeny)
        let wide = "arn:aws:s3:::b/" + String(repeating: "*a", count: 500) + "*b"
        let second = #"{"Effect":"Allow","Action":"s3:*","Resource":""# + wide + #""}"#
        #expect(try decide([second], "s3:GetObject arn:aws:s3:::b/\(key)").outcome == .implicitDeny)
        #expect(clock.now - start < .seconds(2))
    }
}
