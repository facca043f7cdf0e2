import PolicyEngine
import Testing

/// Variables in resources: filled in from the request, with and without a value.
@Suite struct VariableTests {
    static let cases = RuleCase.table(
        #"""
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
        # Several variables in one resource
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${aws:PrincipalTag/unit}/${aws:username}/*"}
        s3:GetObject arn:aws:s3:::blue/ada/k -> allowed
        s3:GetObject arn:aws:s3:::red/ada/k -> implicitDeny
        s3:GetObject arn:aws:s3:::blue/bob/k -> implicitDeny
        # A principal's tag as a variable, whatever the case of its key
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:principaltag/UNIT}/*"}
        s3:GetObject arn:aws:s3:::b/blue/k -> allowed
        s3:GetObject arn:aws:s3:::b/Blue/k -> implicitDeny
        # A variable's value may have slashes
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${test:slash}/*"}
        s3:GetObject arn:aws:s3:::b/a/b/k -> allowed
        s3:GetObject arn:aws:s3:::b/a/k -> implicitDeny
        # An empty value is a value, and the default is left alone
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/x${test:empty, 'all'}y"}
        s3:GetObject arn:aws:s3:::b/xy -> allowed
        s3:GetObject arn:aws:s3:::b/xally -> implicitDeny
        # One variable without a value and the resource matches nothing; another resource still may
        {"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::b/${aws:username}/${no:key}/*","arn:aws:s3:::o/*"]}
        s3:GetObject arn:aws:s3:::b/ada//k -> implicitDeny
        s3:GetObject arn:aws:s3:::o/k -> allowed
        # A default is taken literally, wildcards and all
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${no:key, '*'}"}
        s3:GetObject arn:aws:s3:::b/* -> allowed
        s3:GetObject arn:aws:s3:::b/k -> implicitDeny
        # A default may have spaces around it and be empty
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/x${no:key,''}y"}
        s3:GetObject arn:aws:s3:::b/xy -> allowed
        # A default for a key of several values
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${test:many, 'all'}/k"}
        s3:GetObject arn:aws:s3:::b/all/k -> allowed
        s3:GetObject arn:aws:s3:::b/one/k -> implicitDeny
        # Wildcards beside a variable are wildcards
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::*/${aws:username}?/*"}
        s3:GetObject arn:aws:s3:::any/ada1/k -> allowed
        s3:GetObject arn:aws:s3:::any/ada/k -> implicitDeny
        # An escaped asterisk beside a wildcard
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${*}/*"}
        s3:GetObject arn:aws:s3:::b/*/k -> allowed
        s3:GetObject arn:aws:s3:::b/x/k -> implicitDeny
        # An escaped dollar makes no variable of what follows
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${$}{aws:username}"}
        s3:GetObject arn:aws:s3:::b/${aws:username} -> allowed
        s3:GetObject arn:aws:s3:::b/ada -> implicitDeny
        # Variables in NotResource: one's own folder is left out of the deny
        {"Effect":"Allow","Action":"s3:*","Resource":"*"}
        {"Effect":"Deny","Action":"s3:PutObject","NotResource":"arn:aws:s3:::b/${aws:username}/*"}
        s3:PutObject arn:aws:s3:::b/ada/k -> allowed
        s3:PutObject arn:aws:s3:::b/bob/k -> explicitDeny
        # A variable may stand in the account's place
        {"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username}"}
        iam:GetUser arn:aws:iam::111122223333:user/ada -> allowed
        iam:GetUser arn:aws:iam::444455556666:user/ada -> implicitDeny
        # The unique id, as home folders of roles have it
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:userid}/*"}
        s3:GetObject arn:aws:s3:::b/AIDAEXAMPLEUSER00001/k -> allowed
        s3:GetObject arn:aws:s3:::b/AIDAEXAMPLEUSER00002/k -> implicitDeny
        """#)

    @Test(arguments: cases) func decides(_ rule: RuleCase) throws { try StatementTable.check(rule) }

    /// Before version 2012-10-17 there are no variables: the text stands for itself.
    @Test(arguments: ["2008-10-17", nil] as [String?]) func oldVersionsHaveNoVariables(_ version: String?)
        throws
    {
        let statement = #"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}"}"#
        for (key, outcome) in [("ada", Decision.Outcome.implicitDeny), ("${aws:username}", .allowed)] {
            let decision = try StatementTable.decide(
                [statement], "s3:GetObject arn:aws:s3:::b/\(key)", version: version)
            #expect(decision.outcome == outcome)
        }
    }

    /// Escapes are of the new version too: before it they are wildcards between braces.
    @Test func oldVersionsHaveNoEscapes() throws {
        let statement = #"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${*}"}"#
        let decision = try StatementTable.decide(
            [statement], "s3:GetObject arn:aws:s3:::b/${anything}", version: "2008-10-17")
        #expect(decision.isAllowed)
    }
}
