import PolicyEngine
import ServiceKit
import Testing

import S3

@Suite struct BucketPolicyDocumentTests {
    private func read(_ text: String, exists: (Principal) -> Bool = { _ in true }) throws -> BucketPolicyDocument {
        try BucketPolicyDocument(text, for: "photos", exists: exists)
    }

    private func policy(_ elements: String) -> String {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",\#(elements)}]}"#
    }

    private func sentence(_ text: String, exists: (Principal) -> Bool = { _ in true }) -> String? {
        do {
            _ = try read(text, exists: exists)
            return nil
        } catch let error as ServiceError {
            #expect(error.code == "MalformedPolicy")
            #expect(error.status == 400)
            return error.message
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        #""Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*""#,
        #""Action":"s3:ListBucket","Resource":"arn:aws:s3:::photos""#,
        #""Action":["s3:listbucket","S3:GetObject"],"Resource":["arn:aws:s3:::photos","arn:aws:s3:::photos/a/*"]"#,
        #""Action":"s3:*","Resource":"arn:aws:s3:::photos/*""#, #""Action":"*","Resource":"arn:aws:s3:::photos""#,
        #""Action":"s3:Get*","Resource":"arn:aws:s3:::photos""#,
        #""Action":["s3:GetObject","s3:ListBucket"],"Resource":"arn:aws:s3:::photos*""#,
        #""Action":"s3:GetObject","Resource":"arn:aws:s3:::phot?s/${aws:username}/*""#,
        #""Action":"s3:GetObject","Resource":"arn:aws:s3:::*/x""#,
        #""NotAction":"s3:DeleteBucket","Resource":"arn:aws:s3:::photos/*""#,
        #""Action":"s3:ListBucket","NotResource":"arn:aws:s3:::photos/private/*""#,
    ])
    func takes(_ elements: String) throws {
        let text = policy(elements)
        let document = try read(text)
        #expect(document.text == text)
        #expect(document.document.statements.count == 1)
    }

    @Test(arguments: [
        "*", "arn:aws:s3:::", "arn:aws:s3:::other/*", "arn:aws:s3:::photo", "arn:aws:s3:::photosx", "photos/*",
        "arn:aws:s3:::photos2/*", "arn:aws:sqs:us-east-1:111122223333:photos", "arn:aws:s3:::PHOTOS/*",
    ])
    func resourcesMustBeTheBuckets(_ resource: String) {
        #expect(sentence(policy(#""Action":"s3:*","Resource":"\#(resource)""#)) == "Policy has invalid resource")
        let both = policy(#""Action":"s3:*","Resource":["arn:aws:s3:::photos","\#(resource)"]"#)
        #expect(sentence(both) == "Policy has invalid resource")
    }

    @Test(arguments: ["s3:ListObjects", "s3:HeadBucket", "ec2:*", "sqs:SendMessage", "s3:Foo*", "GetObject"])
    func actionsMustBeKnown(_ action: String) {
        let text = policy(#""Action":["s3:GetObject","\#(action)"],"Resource":"arn:aws:s3:::photos/*""#)
        #expect(sentence(text) == "Policy has invalid action")
    }

    @Test(arguments: [
        #""Action":"s3:GetObject","Resource":"arn:aws:s3:::photos""#,
        #""Action":"s3:ListBucket","Resource":"arn:aws:s3:::photos/*""#,
        #""Action":["s3:GetObject","s3:ListBucket"],"Resource":"arn:aws:s3:::photos/*""#,
        #""Action":"s3:ListAllMyBuckets","Resource":["arn:aws:s3:::photos","arn:aws:s3:::photos/*"]"#,
        #""Action":"s3:PutBucket*","Resource":"arn:aws:s3:::photos/*""#,
    ])
    func eachActionMustApply(_ elements: String) {
        #expect(sentence(policy(elements)) == "Action does not apply to any resource(s) in statement")
    }

    @Test func principalsMustExist() throws {
        let gone = "arn:aws:iam::111122223333:user/gone"
        let text =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","#
            + #""NotPrincipal":{"AWS":["444455556666","\#(gone)"]},"Action":"s3:GetObject","#
            + #""Resource":"arn:aws:s3:::photos/*"}]}"#
        let error = #expect(throws: ServiceError.self) { try read(text) { $0 != .arn(gone) } }
        #expect(error?.message == "Invalid principal in policy")
        #expect(error?.members.map(\.name) == ["Detail"])
        #expect(error?.members.first?.value == "\"AWS\" : \"\(gone)\"")
        _ = try read(text)
    }

    @Test(arguments: [
        ("", "Policies must be valid JSON and the first byte must be '{'"),
        ("[]", "Policies must be valid JSON and the first byte must be '{'"),
        (" {}", "Policies must be valid JSON and the first byte must be '{'"),
        ("{", "Policies must be valid JSON and the first byte must be '{'"),
        ("{}", "Missing required field Statement"),
        (#"{"Version":"2020-01-01","Statement":[]}"#, "The policy must contain a valid version string"),
        (
            #"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::photos"}}"#,
            "Missing required field Principal"
        ),
    ])
    func whatIsNoPolicy(_ text: String, _ expected: String) {
        #expect(sentence(text) == expected)
    }

    @Test func whiteSpaceDoesNotCount() throws {
        let elements = #""Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/"#
        let length = policy(elements + "\"").utf8.count
        let fits = policy(elements + String(repeating: "k", count: 20_480 - length) + "\"")
        _ = try read(fits)
        _ = try read(fits.replacing(#""Version""#, with: String(repeating: " ", count: 9000) + #""Version""#))
        let over = policy(elements + String(repeating: "k", count: 20_481 - length) + "\"")
        #expect(sentence(over) == "Normalized policy document exceeds the maximum allowed size of 20480 bytes")
    }

    /// Many wildcards must not make a check slow: it follows all places in the pattern at once.
    @Test func wildcardsDoNotMultiply() {
        let stars = String(repeating: "*a", count: 4000)
        #expect(sentence(policy(#""Action":"s3:GetObject","Resource":"arn:aws:s3:::\#(stars)b""#)) == nil)
    }
}
