import PolicyEngine
import Testing

/// "The meaning of public" of S3's block public access.
@Suite struct PublicPolicyTests {
    private func policy(
        _ principal: String = #""Principal":"*""#, effect: String = "Allow", condition: String? = nil
    ) throws -> PolicyDocument {
        let condition = condition.map { #","Condition":\#($0)"# } ?? ""
        return try PolicyDocument(
            parsing: #"{"Version":"2012-10-17","Statement":[{"Effect":"\#(effect)",\#(principal),"#
                + #""Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"\#(condition)}]}"#, as: .resource)
    }

    @Test(arguments: [
        #""Principal":"*""#, #""Principal":{"AWS":"*"}"#, #""Principal":{"AWS":["111122223333","*"]}"#,
        #""NotPrincipal":{"AWS":"111122223333"}"#,
    ])
    func everyoneIsThePublic(_ principal: String) throws {
        #expect(try policy(principal).isPublic)
        #expect(try !policy(principal, effect: "Deny").isPublic)
    }

    @Test(arguments: [
        #""Principal":{"AWS":"111122223333"}"#, #""Principal":{"AWS":"arn:aws:iam::111122223333:role/Reader"}"#,
        #""Principal":{"Service":"logging.s3.amazonaws.com"}"#, #""Principal":{"CanonicalUser":"c0ffee"}"#,
    ])
    func thoseWhoAreNamedAreNot(_ principal: String) throws {
        #expect(try !policy(principal).isPublic)
    }

    @Test(arguments: [
        #"{"StringEquals":{"aws:SourceVpc":"vpc-91237329"}}"#, #"{"StringLike":{"aws:SourceVpce":"vpce-1a2b3c4d"}}"#,
        #"{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::source"}}"#,
        #"{"StringEquals":{"AWS:sourceaccount":"111122223333"}}"#,
        #"{"StringEquals":{"aws:SourceOwner":["111122223333","444455556666"]}}"#,
        #"{"StringEquals":{"aws:PrincipalOrgID":"o-1234567890"}}"#,
        #"{"ForAnyValue:StringEquals":{"aws:PrincipalOrgPaths":"o-1/r-1/ou-1/"}}"#,
        #"{"StringEqualsIgnoreCase":{"aws:PrincipalAccount":"111122223333"}}"#,
        #"{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:user/ada"}}"#,
        #"{"StringEquals":{"aws:userid":"AIDAEXAMPLEUSER00001"}}"#,
        #"{"StringEquals":{"s3:x-amz-server-side-encryption-aws-kms-key-id":"arn:aws:kms:eu-west-1:111122223333:k"}}"#,
        #"{"StringEquals":{"s3:DataAccessPointAccount":"111122223333"}}"#,
        #"{"ArnLike":{"s3:DataAccessPointArn":"arn:aws:s3:us-west-2:111122223333:accesspoint/*"}}"#,
        #"{"IpAddress":{"aws:SourceIp":"203.0.113.7"}}"#,
        #"{"IpAddress":{"aws:SourceIp":["54.0.0.0/8","10.0.0.0/8"]}}"#,
        #"{"IpAddress":{"aws:SourceIp":"2001:db8::/32"}}"#,
        #"{"Bool":{"aws:SecureTransport":"true"},"StringEquals":{"aws:SourceVpc":"vpc-91237329"}}"#,
    ])
    func fixedValuesMakeItPrivate(_ condition: String) throws {
        #expect(try !policy(condition: condition).isPublic)
        #expect(try !policy(#""NotPrincipal":{"AWS":"111122223333"}"#, condition: condition).isPublic)
    }

    @Test(arguments: [
        #"{"StringLike":{"aws:SourceVpc":"vpc-*"}}"#, #"{"StringLike":{"aws:SourceVpc":["vpc-1","vpc-?"]}}"#,
        #"{"StringEquals":{"aws:PrincipalAccount":"${aws:username}"}}"#,
        #"{"StringNotEquals":{"aws:SourceVpc":"vpc-91237329"}}"#,
        #"{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-91237329"}}"#,
        #"{"ForAllValues:StringEquals":{"aws:SourceVpc":"vpc-91237329"}}"#,
        #"{"ArnNotLike":{"aws:SourceArn":"arn:aws:s3:::source"}}"#, #"{"Null":{"aws:SourceVpc":"false"}}"#,
        #"{"Bool":{"aws:SecureTransport":"true"}}"#, #"{"StringEquals":{"aws:Referer":"https://example.com/"}}"#,
        #"{"StringLike":{"aws:userid":"AROAEXAMPLEROLE00001:*"}}"#, #"{"IpAddress":{"aws:SourceIp":"0.0.0.0/1"}}"#,
        #"{"IpAddress":{"aws:SourceIp":["203.0.113.7","0.0.0.0/0"]}}"#, #"{"IpAddress":{"aws:SourceIp":"2000::/16"}}"#,
        #"{"NotIpAddress":{"aws:SourceIp":"203.0.113.7"}}"#, #"{"IpAddress":{"aws:VpcSourceIp":"10.1.2.3"}}"#,
        #"{"StringLike":{"s3:DataAccessPointArn":"arn:aws:s3:us-west-2:*:accesspoint/mine"}}"#,
        #"{"StringLike":{"s3:DataAccessPointArn":"*"}}"#, #"{"StringEquals":{"aws:SourceVpc":[]}}"#,
    ])
    func whatLetsOthersInDoesNot(_ condition: String) throws {
        #expect(try policy(condition: condition).isPublic)
    }

    @Test func oneGrantIsEnough() throws {
        let document = try PolicyDocument(
            parsing: #"""
                {"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"arn:aws:s3:::b"},
                {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*"},
                {"Sid":"Last","Effect":"Allow","Principal":"*","Action":"s3:Get*","Resource":"arn:aws:s3:::b/*"}]}
                """#, as: .resource)
        #expect(document.isPublic)
        let denies = document.keepingDenies()
        #expect(denies.statements.map(\.effect) == [.deny])
        #expect(denies.statements.map(\.index) == [1])
        #expect(!denies.isPublic)
    }

    @Test func whatIsKeptStillDenies() throws {
        let document = try policy(effect: "Deny").keepingDenies()
        let request = AccessRequest(
            action: "s3:GetObject", resource: "arn:aws:s3:::b/k", principal: Who.named("user"),
            context: ContextValues(), resourceAccount: Who.account)
        let identity = try PolicyDocument(
            parsing: #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
            as: .managed)
        let decision = PolicySet(
            identity: [NamedPolicy("all", identity)], resource: NamedPolicy("bucket", document)
        ).decide(request)
        #expect(decision.outcome == .explicitDeny)
    }
}
