import PolicyEngine
import Testing

/// The condition operators for addresses and ARNs.
@Suite struct AddressConditionTests {
    static let cases = RuleCase.table(
        #"""
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
        # Everything: a range of no bits
        {"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}
        aws:SourceIp=198.51.100.1 -> true
        aws:SourceIp=2001:db8::1 -> false
        # Everything of version 6
        {"IpAddress":{"aws:SourceIp":"::/0"}}
        aws:SourceIp=2001:db8::1 -> true
        aws:SourceIp=198.51.100.1 -> false
        # Without a length a range is one address
        {"IpAddress":{"aws:SourceIp":["203.0.113.7","2001:db8::7"]}}
        aws:SourceIp=203.0.113.7 -> true
        aws:SourceIp=203.0.113.70 -> false
        aws:SourceIp=2001:db8:0:0:0:0:0:7 -> true
        aws:SourceIp=2001:0DB8::0007 -> true
        aws:SourceIp=2001:db8::8 -> false
        # A range of 32 or 128 bits is one address too
        {"IpAddress":{"aws:SourceIp":["203.0.113.7/32","2001:db8::7/128"]}}
        aws:SourceIp=203.0.113.7 -> true
        aws:SourceIp=203.0.113.6 -> false
        aws:SourceIp=2001:db8::7 -> true
        aws:SourceIp=2001:db8::6 -> false
        # The bits behind a range's length do not count
        {"IpAddress":{"aws:SourceIp":"203.0.113.99/24"}}
        aws:SourceIp=203.0.113.1 -> true
        aws:SourceIp=203.0.112.99 -> false
        # Ranges of odd lengths
        {"IpAddress":{"aws:SourceIp":["192.168.0.0/23","2001:db8::/33"]}}
        aws:SourceIp=192.168.1.255 -> true
        aws:SourceIp=192.168.2.0 -> false
        aws:SourceIp=2001:db8:7fff::1 -> true
        aws:SourceIp=2001:db8:8000::1 -> false
        # A range of one bit
        {"IpAddress":{"aws:SourceIp":"128.0.0.0/1"}}
        aws:SourceIp=255.255.255.255 -> true
        aws:SourceIp=127.255.255.255 -> false
        # An IPv4 address written as IPv6 is the IPv4 address
        {"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}
        aws:SourceIp=::ffff:203.0.113.7 -> true
        aws:SourceIp=::FFFF:cb00:7107 -> true
        aws:SourceIp=::203.0.113.7 -> false
        aws:SourceIp=::ffff:203.0.114.7 -> false
        # An address in the policy written as IPv6
        {"IpAddress":{"aws:SourceIp":"::ffff:203.0.113.7"}}
        aws:SourceIp=203.0.113.7 -> true
        # What is no address is in no range
        {"IpAddress":{"aws:SourceIp":["0.0.0.0/0","::/0"]}}
        aws:SourceIp=203.0.113 -> false
        aws:SourceIp=203.0.113.256 -> false
        aws:SourceIp=203.0.113.7.1 -> false
        aws:SourceIp=+1.2.3.4 -> false
        aws:SourceIp=2001:db8::1::2 -> false
        aws:SourceIp=2001:db8:1:2:3:4:5:6:7 -> false
        aws:SourceIp=12345::1 -> false
        aws:SourceIp= -> false
        # NotIpAddress with several ranges holds outside all of them: NOR
        {"NotIpAddress":{"aws:SourceIp":["192.0.2.0/24","203.0.113.0/24"]}}
        aws:SourceIp=192.0.2.1 -> false
        aws:SourceIp=203.0.113.1 -> false
        aws:SourceIp=198.51.100.1 -> true
        none -> true
        # IpAddressIfExists holds without the key
        {"IpAddressIfExists":{"aws:SourceIp":"203.0.113.0/24"}}
        none -> true
        aws:SourceIp=198.51.100.1 -> false
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
        # ArnEquals and ArnLike are the same
        {"ArnEquals":{"aws:SourceArn":"arn:aws:s3:::b*"}}
        aws:SourceArn=arn:aws:s3:::bucket -> true
        aws:SourceArn=arn:aws:s3:::other -> false
        aws:SourceArn=arn:aws:s3:us-east-1::bucket -> false
        none -> false
        # Wildcards stand for a whole part or a piece of one
        {"ArnLike":{"aws:SourceArn":"arn:aws:sns:us-*-?:*:orders-?"}}
        aws:SourceArn=arn:aws:sns:us-east-1:111122223333:orders-1 -> true
        aws:SourceArn=arn:aws:sns:eu-west-1:111122223333:orders-1 -> false
        aws:SourceArn=arn:aws:sns:us-east-1:111122223333:orders-12 -> false
        # The last part may have colons, which a wildcard goes over
        {"ArnLike":{"aws:SourceArn":"arn:aws:logs:us-east-1:111122223333:log-group:*"}}
        aws:SourceArn=arn:aws:logs:us-east-1:111122223333:log-group:app:log-stream:x -> true
        aws:SourceArn=arn:aws:logs:us-east-1:111122223333:metric:x -> false
        # The last part may have slashes, which a wildcard goes over
        {"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/team/*"}}
        aws:PrincipalArn=arn:aws:iam::111122223333:role/team/a/b -> true
        aws:PrincipalArn=arn:aws:iam::111122223333:role/other -> false
        # An ARN compares case
        {"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/Reader"}}
        aws:PrincipalArn=arn:aws:iam::111122223333:role/Reader -> true
        aws:PrincipalArn=arn:aws:iam::111122223333:role/reader -> false
        # An asterisk alone is any ARN
        {"ArnLike":{"aws:SourceArn":"*"}}
        aws:SourceArn=arn:aws:s3:::b -> true
        none -> false
        # Several ARNs: OR
        {"ArnLike":{"aws:SourceArn":["arn:aws:s3:::a","arn:aws:s3:::b"]}}
        aws:SourceArn=arn:aws:s3:::b -> true
        aws:SourceArn=arn:aws:s3:::c -> false
        # ArnNotLike with several ARNs: NOR
        {"ArnNotLike":{"aws:SourceArn":["arn:aws:s3:::a*","arn:aws:s3:::b*"]}}
        aws:SourceArn=arn:aws:s3:::a1 -> false
        aws:SourceArn=arn:aws:s3:::b1 -> false
        aws:SourceArn=arn:aws:s3:::c1 -> true
        none -> true
        # What is no ARN is like no ARN
        {"ArnLike":{"aws:SourceArn":"arn:aws:s3:::*"}}
        aws:SourceArn=bucket -> false
        aws:SourceArn=arn:aws:s3 -> false
        aws:SourceArn= -> false
        # Variables in an ARN
        {"ArnEquals":{"aws:SourceArn":"arn:aws:s3:::${aws:username}-files"}}
        aws:SourceArn=arn:aws:s3:::ada-files aws:username=ada -> true
        aws:SourceArn=arn:aws:s3:::bob-files aws:username=ada -> false
        aws:SourceArn=arn:aws:s3:::ada-files -> false
        # ArnEqualsIfExists holds without the key
        {"ArnEqualsIfExists":{"aws:SourceArn":"arn:aws:s3:::b"}}
        none -> true
        aws:SourceArn=arn:aws:s3:::c -> false
        # StringLike may be used for ARNs, and then goes over colons
        {"StringLike":{"aws:SourceArn":"arn:aws:s*:topic"}}
        aws:SourceArn=arn:aws:sns:us-east-1:111122223333:topic -> true
        """#)

    @Test(arguments: cases) func holds(_ rule: RuleCase) throws { try ConditionTable.check(rule) }
}
