import PolicyEngine
import Testing

/// The condition operators, with keys present, missing and of several values.
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
        # NumericEquals compares numbers, not texts
        {"NumericEquals":{"k:x":"10"}}
        k:x=10.0 -> true
        k:x=11 -> false
        k:x=ten -> false
        # NumericNotEquals
        {"NumericNotEquals":{"k:x":10}}
        k:x=10 -> false
        k:x=11 -> true
        none -> true
        # NumericLessThan and NumericGreaterThanEquals
        {"NumericLessThan":{"k:x":100},"NumericGreaterThanEquals":{"k:x":"10"}}
        k:x=9 -> false
        k:x=10 -> true
        k:x=99 -> true
        k:x=100 -> false
        # NumericLessThanEquals, as s3:max-keys is limited
        {"NumericLessThanEquals":{"s3:max-keys":"10"}}
        s3:max-keys=10 -> true
        s3:max-keys=1000 -> false
        none -> false
        # NumericGreaterThan
        {"NumericGreaterThan":{"k:x":"10"}}
        k:x=10 -> false
        k:x=11 -> true
        # DateGreaterThan and DateLessThan
        {"DateGreaterThan":{"aws:CurrentTime":"2026-11-01"},"DateLessThan":{"aws:CurrentTime":"2026-12-01"}}
        aws:CurrentTime=2026-11-21T03:30:00Z -> true
        aws:CurrentTime=2026-12-21T03:30:00Z -> false
        aws:CurrentTime=2026-10-21T03:30:00Z -> false
        # Dates may be seconds of the epoch
        {"DateLessThanEquals":{"aws:EpochTime":"2026-11-21T03:30:00Z"}}
        aws:EpochTime=1795231800 -> true
        aws:EpochTime=1795231801 -> false
        # DateEquals and DateNotEquals
        {"DateEquals":{"k:x":"2026-11-21T03:30Z"},"DateNotEquals":{"k:y":"2026-11-21T03:30:00Z"}}
        k:x=2026-11-21T03:30:00Z k:y=2026-11-21T03:30:01Z -> true
        k:x=2026-11-21T03:30:00Z k:y=2026-11-21T03:30:00Z -> false
        # DateGreaterThanEquals
        {"DateGreaterThanEquals":{"k:x":"2026-11-21T12:30:00+09:00"}}
        k:x=2026-11-21T03:30:00Z -> true
        k:x=2026-11-21T03:29:59Z -> false
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
        # IpAddress with a range
        {"IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:DB8:1234:5678::/64"]}}
        aws:SourceIp=203.0.113.77 -> true
        aws:SourceIp=203.0.114.1 -> false
        aws:SourceIp=2001:db8:1234:5678:0:0:0:1 -> true
        aws:SourceIp=2001:db8:1234:5679::1 -> false
        aws:SourceIp=::ffff:203.0.113.9 -> true
        aws:SourceIp=nonsense -> false
        none -> false
        # IpAddress with one address
        {"IpAddress":{"aws:SourceIp":"203.0.113.7"}}
        aws:SourceIp=203.0.113.7 -> true
        aws:SourceIp=203.0.113.8 -> false
        # IpAddress with a range that does not end at a byte
        {"IpAddress":{"aws:SourceIp":"10.0.16.0/20"}}
        aws:SourceIp=10.0.31.255 -> true
        aws:SourceIp=10.0.32.0 -> false
        # NotIpAddress
        {"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}
        aws:SourceIp=203.0.113.1 -> false
        aws:SourceIp=198.51.100.1 -> true
        none -> true
        # ArnLike compares each part by itself
        {"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:t*"}}
        aws:SourceArn=arn:aws:sns:us-east-1:111122223333:topic -> true
        aws:SourceArn=arn:aws:sns:us-east-1:444455556666:topic -> false
        aws:SourceArn=arn:aws:sns:a:111122223333:x:111122223333:t -> false
        aws:SourceArn=topic -> false
        # An asterisk does not cross from one part of an ARN to the next
        {"ArnEquals":{"aws:SourceArn":"arn:aws:s*:111122223333:topic"}}
        aws:SourceArn=arn:aws:sns:us-east-1:111122223333:topic -> false
        # ArnNotEquals and ArnNotLike
        {"ArnNotEquals":{"k:x":"arn:aws:s3:::b"},"ArnNotLike":{"k:x":"arn:aws:s3:::c*"}}
        k:x=arn:aws:s3:::b -> false
        k:x=arn:aws:s3:::cc -> false
        k:x=arn:aws:s3:::d -> true
        none -> true
        # Null true wants the key missing
        {"Null":{"k:x":"true"}}
        k:x=1 -> false
        none -> true
        # Null false wants the key present
        {"Null":{"k:x":"false"}}
        k:x=1 -> true
        none -> false
        # IfExists holds where the key is missing
        {"StringEqualsIfExists":{"k:x":"1"},"BoolIfExists":{"k:y":"true"}}
        none -> true
        k:x=1 -> true
        k:x=2 -> false
        k:y=false -> false
        # ForAllValues: every value of the request must be among the policy's
        {"ForAllValues:StringEquals":{"k:x":["a","b"]}}
        k:x=a -> true
        k:x=a,b -> true
        k:x=a,c -> false
        none -> true
        # ForAnyValue: one value of the request must be among the policy's
        {"ForAnyValue:StringEquals":{"k:x":["a","b"]}}
        k:x=c,b -> true
        k:x=c,d -> false
        none -> false
        # ForAnyValue:StringLike, as the amr of Cognito identities is compared
        {"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"authenticated"}}
        cognito-identity.amazonaws.com:amr=authenticated,cognito-idp.us-east-1.amazonaws.com/p -> true
        cognito-identity.amazonaws.com:amr=unauthenticated -> false
        # ForAnyValue with a negated operator wants one value that is none of the policy's
        {"ForAnyValue:StringNotEquals":{"k:x":["a","b"]}}
        k:x=a,c -> true
        k:x=a,b -> false
        none -> false
        # ForAllValues with a negated operator wants every value to be none of the policy's
        {"ForAllValues:StringNotEquals":{"k:x":["a","b"]}}
        k:x=c,d -> true
        k:x=c,a -> false
        none -> true
        # ForAnyValue with IfExists
        {"ForAnyValue:StringEqualsIfExists":{"k:x":"a"}}
        none -> true
        k:x=b -> false
        # A key present in the request without values is taken for missing
        {"Null":{"k:x":"true"},"ForAllValues:StringEquals":{"k:x":"a"}}
        k:x -> true
        # Operators are known whatever their case
        {"stringequals":{"k:x":"1"}}
        k:x=1 -> true
        """#)

    /// `key=value,value`, several by spaces; a key alone has no values; `none` is an empty request.
    private func context(_ question: String) -> ContextValues {
        var context = ContextValues()
        for item in question.split(separator: " ") where item != "none" {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let values =
                parts.count < 2 ? [] : parts[1].split(separator: ",", omittingEmptySubsequences: false)
            context[String(parts[0])] = values.map(String.init)
        }
        return context
    }

    @Test(arguments: cases) func holds(_ rule: RuleCase) throws {
        #expect(!rule.questions.isEmpty)
        let statement = #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":"# + rule.setup[0] + "}"
        let document = try PolicyDocument(
            parsing: #"{"Version":"2012-10-17","Statement":"# + statement + "}", as: .identity)
        let set = PolicySet(identity: [NamedPolicy("policy", document)])
        for (question, answer) in rule.questions {
            let request = AccessRequest(
                action: "a:B", resource: "*", principal: Who.named("user"), context: context(question),
                resourceAccount: Who.account)
            #expect("\(set.decide(request).isAllowed)" == answer, "\(question)")
        }
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
