import PolicyEngine
import Testing

/// Conditions that are not.
@Suite struct ConditionGrammarTests {
    static let cases = RuleCase.table(
        #"""
        # A condition may be empty
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{}}
        identity -> valid
        session -> valid
        # A condition is an object of objects
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":"x"}
        identity -> Syntax errors in policy.
        # An operator has an object of keys
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":"x"}}
        identity -> Syntax errors in policy.
        # An operator is one of AWS's
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringIs":{"a:b":"c"}}}
        identity -> Syntax errors in policy.
        # An operator of a resource's policy is one of AWS's
        {"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*",
        + "Condition":{"StringIs":{"a:b":"c"}}}
        resource -> Invalid Condition type : StringIs
        # There is no Not of Bool and of BinaryEquals
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"NotBool":{"a:b":"true"}}}
        identity -> Syntax errors in policy.
        # There is no NumericLike
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"NumericLike":{"a:b":"1"}}}
        identity -> Syntax errors in policy.
        # Null takes no IfExists
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"NullIfExists":{"a:b":"true"}}}
        identity -> Syntax errors in policy.
        # Null takes no set operator
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"ForAllValues:Null":{"a:b":"true"}}}
        identity -> Syntax errors in policy.
        # A set operator is one of two
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"ForSomeValues:StringEquals":{"a:b":"c"}}}
        identity -> Syntax errors in policy.
        # A key has a vendor
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"ab":"c"}}}
        identity -> Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
        # A key of a resource's policy has a vendor
        {"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*",
        + "Condition":{"StringEquals":{"ab":"c"}}}
        resource -> Policy has an invalid condition key
        # A value is a text, a number or a boolean
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"a:b":{"c":1}}}}
        identity -> Syntax errors in policy.
        # A value is not null
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"a:b":[null]}}}
        identity -> Syntax errors in policy.
        # A number is a number
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"NumericEquals":{"a:b":"x"}}}
        identity -> Syntax errors in policy.
        managed -> Syntax errors in policy.
        # A number has no wildcards
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"NumericEquals":{"a:b":"1*"}}}
        identity -> Syntax errors in policy.
        # A date is a date
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"DateLessThan":{"a:b":"tomorrow"}}}
        identity -> Syntax errors in policy.
        # A date has no wildcards
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"DateLessThan":{"a:b":"2026-*"}}}
        identity -> Syntax errors in policy.
        # A boolean is true or false
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"a:b":"perhaps"}}}
        identity -> Syntax errors in policy.
        # Null wants true or false
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Null":{"a:b":"1"}}}
        identity -> Syntax errors in policy.
        # Bytes are base64
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"BinaryEquals":{"a:b":"!"}}}
        identity -> Syntax errors in policy.
        # A range has at most the bits of its address
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"IpAddress":{"a:b":"::/129"}}}
        identity -> Syntax errors in policy.
        # A range of version 4 has at most 32 bits
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"IpAddress":{"a:b":"10.0.0.0/33"}}}
        identity -> Syntax errors in policy.
        # A range is one of addresses
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"NotIpAddress":{"a:b":"10.0.0/8"}}}
        identity -> Syntax errors in policy.
        # Values may be many
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"a:b":["1",2,true]},
        + "DateGreaterThan":{"aws:CurrentTime":"2026-11-21T12:30+09:00"},
        + "IpAddress":{"aws:SourceIp":["10.0.0.0/8","2001:db8::/32"]}}}
        identity -> valid
        managed -> valid
        session -> valid
        """#)

    @Test(arguments: cases) func isSaid(_ rule: RuleCase) { GrammarTable.check(rule) }
}
