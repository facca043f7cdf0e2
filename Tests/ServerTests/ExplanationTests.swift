import Testing
import Wire

/// What is told of a denial, and to whom.
@Suite("Denials are explained to those who may know")
struct ExplanationTests {
    private static let read =
        #"{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","#
        + #""Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*","#
        + #""Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}"#

    private func id(_ answer: House.Answer) -> String {
        answer.headers.first("x-amz-request-id") ?? answer.headers.first("x-amzn-requestid") ?? ""
    }

    private func explanation(_ answer: House.Answer, _ house: House, as key: House.Key = House.root) async throws
        -> House.Answer
    {
        try await house.signed("GET", "/_hanok/explain/\(id(answer))", service: "sts", as: key)
    }

    private func denied(_ house: House) async throws -> (House.Key, House.Answer) {
        _ = try await house.signed("PUT", "/photos", service: "s3")
        let kim = try await house.user("kim", policy: Self.read)
        return (kim, try await house.signed("GET", "/photos/a.jpeg", service: "s3", as: kim))
    }

    @Test func theNearestStatementAndWhatDoesNotFit() async throws {
        let house = try House()
        let (_, answer) = try await denied(house)
        #expect(answer.status == 403)
        let denial = try await explanation(answer, house).json["denials"]?.array?.first ?? .null
        #expect(denial["action"]?.string == "s3:GetObject")
        #expect(denial["outcome"]?.string == "implicitDeny")
        #expect(denial["nearest"]?["sid"]?.string == "Read")
        #expect(
            denial["nearest"]?["doesNotFit"]?.array?.compactMap(\.string)
                == [#"IpAddress aws:SourceIp wants ["10.0.0.0/8"], the request has ["127.0.0.1"]"#])
        #expect(denial["context"]?["aws:username"]?.array?.first?.string == "kim")
        let statement: JSONValue = [
            "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/a.jpeg",
        ]
        #expect(denial["toAllow"]?.array?.first?["add"] == statement)
    }

    /// What it names as missing is all that is missing.
    @Test func whatWouldAllowItDoes() async throws {
        let house = try House()
        let (kim, answer) = try await denied(house)
        _ = try await house.signed("PUT", "/photos/a.jpeg", service: "s3", body: Array("hi".utf8))
        let remedies = try await explanation(answer, house).json["denials"]?.array?.first?["toAllow"]?.array ?? []
        #expect(remedies.count == 1)
        let policy: JSONValue = ["Version": "2012-10-17", "Statement": remedies.first?["add"] ?? .null]
        try await house.setPolicy(String(decoding: policy.serialized(), as: UTF8.self), of: "kim")
        let again = try await house.signed("GET", "/photos/a.jpeg", service: "s3", as: kim)
        #expect(again.text == "hi")
    }

    @Test func readingTakesTheRightToDecode() async throws {
        let house = try House()
        let (kim, answer) = try await denied(house)
        #expect(try await explanation(answer, house, as: kim).status == 403)
        let may =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:DecodeAuthorizationMessage","#
            + #""Resource":"*"}}"#
        let auditor = try await house.user("auditor", policy: may)
        #expect(try await explanation(answer, house, as: auditor).status == 200)
        #expect(await house.send("GET", "/_hanok/explain/\(id(answer))").status == 403)
        let none = try await house.signed("GET", "/_hanok/explain/nothing", service: "sts")
        #expect(none.status == 404)
    }

    @Test func theEncodedMessageDecodes() async throws {
        let house = try House()
        let (_, answer) = try await denied(house)
        let message = try #require(answer.headers.first("x-hanok-authorization-message"))
        let decoded = try await house.form(
            "sts", "Action=DecodeAuthorizationMessage&EncodedMessage=\(PercentCoding.encode(message))")
        let text = try #require(decoded.element("DecodedMessage"))
        #expect(text.contains("&quot;allowed&quot;:false") || text.contains(#""allowed":false"#))
        #expect(text.contains("s3:GetObject"))
        let other = try await house.form(
            "sts", "Action=DecodeAuthorizationMessage&EncodedMessage=\(PercentCoding.encode(message))",
            as: House.otherRoot)
        #expect(other.code == "InvalidAuthorizationMessageException")
        let nonsense = try await house.form("sts", "Action=DecodeAuthorizationMessage&EncodedMessage=nonsense")
        #expect(nonsense.code == "InvalidAuthorizationMessageException")
    }

    /// Another account's caller: its own root sees its own policies, the bucket's owner the bucket's side.
    @Test func acrossAccountsEachSeesItsOwnSide() async throws {
        let house = try House()
        _ = try await house.signed("PUT", "/photos", service: "s3")
        let stranger = try await house.user("stranger", policy: Self.read, as: House.otherRoot)
        let answer = try await house.signed("GET", "/photos/a.jpeg", service: "s3", as: stranger)
        let own = try await explanation(answer, house, as: House.otherRoot)
        #expect(own.text.contains("user/stranger") && own.text.contains("10.0.0.0/8"))
        let owners = try await explanation(answer, house)
        #expect(owners.status == 200)
        #expect(!owners.text.contains("stranger") && !owners.text.contains("10.0.0.0/8"))
    }

    /// A trust policy is its own account's business.
    @Test func aForeignTrustPolicyIsNotShown() async throws {
        let house = try House()
        let trust =
            #"{"Version":"2012-10-17","Statement":{"Sid":"Hidden","Effect":"Allow","Principal":{"AWS":"#
            + #""000000000000"},"Action":"sts:AssumeRole"}}"#
        try await house.form(
            "iam", "Action=CreateRole&RoleName=r&AssumeRolePolicyDocument=\(PercentCoding.encode(trust))")
        let all = #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#
        let stranger = try await house.user("stranger", policy: all, as: House.otherRoot)
        let answer = try await house.form(
            "sts", "Action=AssumeRole&RoleArn=arn:aws:iam::000000000000:role/r&RoleSessionName=s1", as: stranger)
        #expect(answer.code == "AccessDenied")
        #expect(try await !explanation(answer, house, as: House.otherRoot).text.contains("Hidden"))
        #expect(try await explanation(answer, house).text.contains("Hidden"))
    }

    @Test func noSecretStandsInIt() async throws {
        let house = try House()
        let (kim, answer) = try await denied(house)
        let text = try await explanation(answer, house).text
        #expect(!text.contains(kim.secret) && !text.contains("Signature"))
    }
}
