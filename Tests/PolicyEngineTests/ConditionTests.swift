import PolicyEngine
import Testing

/// The condition operators for texts, booleans and bytes, and the variables in their values.
@Suite struct ConditionTests {
    static let cases = RuleCase.table(
        #"""
        # StringEquals is exact and takes wildcards literally
        {"StringEquals":{"k:x":["ada","b*"]}}
        k:x=ada -> true
        k:x=Ada -> false
        k:x=bob -> false
        k:x=b* -> true
        none -> false
        # StringEquals compares bytes: neither the Kelvin sign nor another composition is the same text
        {"StringEquals":{"k:x":["Kim","é"]}}
        k:x=Kim -> true
        k:x=Kim -> false
        k:x=é -> false
        # Keys are compared without regard to case
        {"StringEquals":{"K:X":"ada"}}
        k:x=ada -> true
        # StringNotEquals holds where no value is equal, and where the key is missing
        {"StringNotEquals":{"k:x":["ada","bob"]}}
        k:x=ada -> false
        k:x=eve -> true
        none -> true
        # StringEqualsIgnoreCase
        {"StringEqualsIgnoreCase":{"k:x":"Ada"}}
        k:x=aDA -> true
        k:x=eve -> false
        # StringNotEqualsIgnoreCase
        {"StringNotEqualsIgnoreCase":{"k:x":"Ada"}}
        k:x=aDA -> false
        none -> true
        # StringLike has wildcards and regards case
        {"StringLike":{"k:x":["home/*","?"]}}
        k:x=home/ada -> true
        k:x=Home/ada -> false
        k:x=a -> true
        k:x=ab -> false
        # StringNotLike
        {"StringNotLike":{"k:x":"home/*"}}
        k:x=home/ada -> false
        k:x=other -> true
        none -> true
        # StringLike with an empty value, as document prefixes have
        {"StringLike":{"k:x":["","home/"]}}
        k:x= -> true
        k:x=home/ -> true
        k:x=x -> false
        # Variables in values
        {"StringEquals":{"k:x":"${k:y}"}}
        k:x=1 k:y=1 -> true
        k:x=1 k:y=2 -> false
        k:x=1 -> false
        # Wildcards beside variables in StringLike
        {"StringLike":{"k:x":"${k:y}/*"}}
        k:x=ada/z k:y=ada -> true
        k:x=bob/z k:y=* -> false
        # All conditions must hold
        {"StringEquals":{"k:x":"1","k:y":"2"},"Bool":{"k:z":"true"}}
        k:x=1 k:y=2 k:z=true -> true
        k:x=1 k:y=3 k:z=true -> false
        k:x=1 k:y=2 k:z=false -> false
        # Bool
        {"Bool":{"aws:SecureTransport":"false"}}
        aws:SecureTransport=false -> true
        aws:SecureTransport=true -> false
        none -> false
        # Bool takes JSON's own booleans
        {"Bool":{"aws:SecureTransport":true}}
        aws:SecureTransport=TRUE -> true
        # BinaryEquals
        {"BinaryEquals":{"k:x":"QmluYXJ5"}}
        k:x=QmluYXJ5 -> true
        k:x=Qm9vbGVhbg== -> false
        # Operators are known whatever their case
        {"stringequals":{"k:x":"1"}}
        k:x=1 -> true
        # StringEquals with several values wants one of them: OR
        {"StringEquals":{"k:x":["a","b","c"]}}
        k:x=c -> true
        k:x=d -> false
        k:x= -> false
        # Several keys under one operator must all hold: AND
        {"StringEquals":{"k:x":"1","k:y":"2"}}
        k:x=1 k:y=2 -> true
        k:x=1 -> false
        k:y=2 -> false
        # Several operators must all hold: AND
        {"StringEquals":{"k:x":"1"},"StringNotEquals":{"k:y":"2"},"StringLike":{"k:z":"a*"}}
        k:x=1 k:y=3 k:z=ab -> true
        k:x=1 k:y=2 k:z=ab -> false
        k:x=1 k:z=ab -> true
        k:x=1 k:y=3 -> false
        # StringEquals compares case
        {"StringEquals":{"aws:PrincipalTag/Team":"Blue"}}
        aws:PrincipalTag/Team=Blue -> true
        aws:PrincipalTag/Team=blue -> false
        aws:principaltag/team=Blue -> true
        # StringNotEquals compares case
        {"StringNotEquals":{"k:x":"Blue"}}
        k:x=Blue -> false
        k:x=blue -> true
        k:x= -> true
        # StringEqualsIgnoreCase beyond ASCII, and without wildcards
        {"StringEqualsIgnoreCase":{"k:x":["ÉCOLE","a*"]}}
        k:x=école -> true
        k:x=A* -> true
        k:x=ab -> false
        none -> false
        # StringNotEqualsIgnoreCase with several values holds where none of them is equal: NOR
        {"StringNotEqualsIgnoreCase":{"k:x":["Ada","Bob"]}}
        k:x=ADA -> false
        k:x=bob -> false
        k:x=eve -> true
        # StringLike: an asterisk stands for any run of characters, also none
        {"StringLike":{"k:x":"a*c"}}
        k:x=ac -> true
        k:x=abbbc -> true
        k:x=a/b/c -> true
        k:x=abcd -> false
        k:x=Abc -> false
        # StringLike: a question mark stands for exactly one character
        {"StringLike":{"k:x":"a?c"}}
        k:x=abc -> true
        k:x=ac -> false
        k:x=abbc -> false
        k:x=a한c -> true
        # StringLike: an asterisk alone wants the key there
        {"StringLike":{"k:x":"*"}}
        k:x=anything -> true
        k:x= -> true
        none -> false
        # StringNotLike with several values holds where none matches: NOR
        {"StringNotLike":{"k:x":["home/*","temp?"]}}
        k:x=home/ada -> false
        k:x=temp1 -> false
        k:x=temp -> true
        # A value in an array and a value alone are the same
        {"StringEquals":{"k:x":["1"]}}
        k:x=1 -> true
        # Numbers and booleans in JSON are compared as their text
        {"StringEquals":{"k:x":[10,true]}}
        k:x=10 -> true
        k:x=true -> true
        k:x=10.0 -> false
        # Spaces count
        {"StringEquals":{"k:x":"New York"}}
        k:x=New_York -> true
        k:x=NewYork -> false
        # The prefix of a home folder, as documented for S3
        {"StringLike":{"s3:prefix":["","home/","home/${aws:username}/*"]}}
        s3:prefix= -> true
        s3:prefix=home/ -> true
        s3:prefix=home/ada/x aws:username=ada -> true
        s3:prefix=home/bob/x aws:username=ada -> false
        none -> false
        # A variable inside a longer value
        {"StringEquals":{"k:x":"user-${k:y}-end"}}
        k:x=user-ada-end k:y=ada -> true
        k:x=user--end k:y= -> true
        k:x=user-ada-end -> false
        # A variable without a value equals nothing, so that a negated operator holds
        {"StringNotEquals":{"k:x":"${k:y}"}}
        k:x=1 -> true
        k:x=1 k:y=1 -> false
        # A variable with a default
        {"StringEquals":{"k:x":"${k:y, 'all'}"}}
        k:x=all -> true
        k:x=all k:y=1 -> false
        k:x=1 k:y=1 -> true
        # A key of several values is no variable: the default counts
        {"StringEquals":{"k:x":"${k:y, 'all'}"}}
        k:x=all k:y=1,2 -> true
        k:x=1 k:y=1,2 -> false
        # Escaped wildcards in StringLike are the characters themselves
        {"StringLike":{"k:x":"a${*}b${?}c${$}*"}}
        k:x=a*b?c$ -> true
        k:x=a*b?c$xyz -> true
        k:x=axbyc$ -> false
        # Escaped characters in StringEquals
        {"StringEquals":{"k:x":"${*}${$}${?}"}}
        k:x=*$? -> true
        k:x=abc -> false
        # A wildcard in the value of a variable is no wildcard
        {"StringLike":{"k:x":"${k:y}"}}
        k:x=a* k:y=a* -> true
        k:x=ab k:y=a* -> false
        # A dollar without braces is a dollar
        {"StringEquals":{"k:x":"$5 and $"}}
        k:x=$5_and_$ -> true
        # A variable that is not closed is text
        {"StringEquals":{"k:x":"${k:y"}}
        k:x=${k:y k:y=1 -> true
        k:x=1 k:y=1 -> false
        # Bool takes true and false in any case
        {"Bool":{"k:x":"TRUE"}}
        k:x=true -> true
        k:x=True -> true
        k:x=tRuE -> true
        k:x=false -> false
        # Bool compares no other text
        {"Bool":{"k:x":"true"}}
        k:x=1 -> false
        k:x=yes -> false
        k:x= -> false
        # Bool with both values wants the key there
        {"Bool":{"k:x":["true","false"]}}
        k:x=true -> true
        k:x=FALSE -> true
        none -> false
        # Bool false does not hold without the key, as for keys of multi-factor sessions
        {"Bool":{"aws:MultiFactorAuthPresent":"false"}}
        aws:MultiFactorAuthPresent=false -> true
        aws:MultiFactorAuthPresent=true -> false
        none -> false
        # BoolIfExists false holds without the key: long-term keys are denied with it
        {"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}
        aws:MultiFactorAuthPresent=false -> true
        aws:MultiFactorAuthPresent=true -> false
        none -> true
        # BinaryEquals compares bytes
        {"BinaryEquals":{"k:x":["QQ==","QUI="]}}
        k:x=QQ== -> true
        k:x=QUI= -> true
        k:x=QUJD -> false
        k:x=qq== -> false
        none -> false
        # BinaryEquals compares no text that is no base64
        {"BinaryEquals":{"k:x":"QQ=="}}
        k:x=A -> false
        k:x=! -> false
        """#)

    @Test(arguments: cases) func holds(_ rule: RuleCase) throws { try ConditionTable.check(rule) }

    /// Before version 2012-10-17 there are no variables in values.
    @Test func oldVersionsHaveNoVariables() throws {
        let old = try ConditionTable.document(
            #"{"StringEquals":{"k:x":"${aws:username}"}}"#, version: "2008-10-17")
        #expect(ConditionTable.holds(old, "k:x=${aws:username} aws:username=ada"))
        #expect(!ConditionTable.holds(old, "k:x=ada aws:username=ada"))
    }

    @Test func valuesAreAskedForOnlyWhenNeeded() throws {
        let document = try PolicyDocument(
            parsing: #"{"Statement":{"Effect":"Allow","Action":"a:B","Resource":"*"}}"#, as: .identity)
        var context = ContextValues()
        context.set("k:x") {
            Issue.record("asked for without need")
            return nil
        }
        let request = AccessRequest(
            action: "a:B", resource: "*", principal: Who.named("user"), context: context,
            resourceAccount: Who.account)
        #expect(PolicySet(identity: [NamedPolicy("policy", document)]).decide(request).isAllowed)
    }
}
