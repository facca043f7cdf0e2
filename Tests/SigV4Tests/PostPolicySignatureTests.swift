import FoundationEssentials
import SigV4
import Testing

/// The example of S3's "Browser-based upload using HTTP POST", and a policy signed by Version 2.
@Suite struct PostPolicySignatureTests {
    private static let policyV4 =
        "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6"
        + "ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFj"
        + "bCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tl"
        + "dC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5"
        + "cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZl"
        + "ci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoN"
        + "CiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVx"
        + "dWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAx"
        + "NTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9"
    private static let policyV2 =
        "eyAiZXhwaXJhdGlvbiI6ICIyMDA3LTEyLTAxVDEyOjAwOjAwLjAwMFoiLAogICJjb25kaXRpb25zIjogWwogICAgeyJidWNrZXQiOiAi"
        + "am9obnNtaXRoIn0sCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci9lcmljLyJdLAogICAgeyJhY2wiOiAicHVibGljLXJl"
        + "YWQifSwKICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL2pvaG5zbWl0aC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nl"
        + "c3NmdWxfdXBsb2FkLmh0bWwifSwKICAgIFsic3RhcnRzLXdpdGgiLCAiJENvbnRlbnQtVHlwZSIsICJpbWFnZS8iXSwKICAgIHsieC1h"
        + "bXotbWV0YS11dWlkIjogIjE0MzY1MTIzNjUxMjc0In0sCiAgICBbInN0YXJ0cy13aXRoIiwgIiR4LWFtei1tZXRhLXRhZyIsICIiXQog"
        + "IF0KfQo="

    private let formV4 = [
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request",
        "x-amz-date": "20151229T000000Z", "policy": policyV4,
        "x-amz-signature": "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e",
    ]
    private let formV2 = [
        "awsaccesskeyid": "AKIAIOSFODNN7EXAMPLE", "policy": policyV2, "signature": "gp42sMsv4L5xLO0OjT+56V64o+A=",
    ]

    private func parse(_ form: [String: String]) throws(PostPolicySignatureError) -> PostPolicySignature? {
        try PostPolicySignature.parse { form[$0.lowercased()] }
    }

    private func key(_ secret: String = ExampleKeys.secretAccessKey) -> SigningKey {
        SigningKey(
            secretAccessKey: secret, scope: CredentialScope(date: "20151229", region: "us-east-1", service: "s3"))
    }

    @Test func verifiesVersion4() throws {
        let signature = try #require(try parse(formV4))
        #expect(signature.version == .v4)
        #expect(signature.accessKeyID == ExampleKeys.accessKeyID)
        #expect(signature.scope == CredentialScope(date: "20151229", region: "us-east-1", service: "s3"))
        try signature.verify(key())
        #expect(throws: SignatureError.self) { try signature.verify(key("another")) }
        #expect(throws: SignatureError.self) {
            try signature.verifyV2(secretAccessKey: ExampleKeys.secretAccessKey)
        }
    }

    @Test func verifiesVersion2() throws {
        var form = formV2
        form["x-amz-security-token"] = "token"
        let signature = try #require(try parse(form))
        #expect(signature.version == .v2)
        #expect(signature.securityToken == "token")
        try signature.verifyV2(secretAccessKey: ExampleKeys.secretAccessKey)
        #expect(throws: SignatureError.self) { try signature.verifyV2(secretAccessKey: "another") }
        #expect(throws: SignatureError.self) { try signature.verify(key()) }
    }

    @Test func aChangedPolicyIsShownAsWhatWasToBeSigned() throws {
        var form = formV4
        let changed = Self.policyV4.dropLast(2)
        form["policy"] = String(changed)
        let signature = try #require(try parse(form))
        let error = #expect(throws: SignatureError.self) { try signature.verify(key()) }
        guard case .mismatch(let mismatch) = error else {
            Issue.record("not a mismatch")
            return
        }
        #expect(mismatch.accessKeyID == ExampleKeys.accessKeyID)
        #expect(mismatch.signatureProvided == formV4["x-amz-signature"])
        #expect(mismatch.stringToSign == String(changed))
        #expect(mismatch.canonicalRequest == nil)
    }

    @Test func withoutFieldsOfASignatureThereIsNone() throws {
        #expect(try parse(["policy": Self.policyV4, "key": "k"]) == nil)
        #expect(try parse([:]) == nil)
    }

    @Test(arguments: ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature", "policy"])
    func eachFieldOfVersion4IsNeeded(_ name: String) {
        var form = formV4
        form[name.lowercased()] = nil
        #expect(throws: PostPolicySignatureError.missing(name)) { try parse(form) }
        #expect(
            PostPolicySignatureError.missing(name).sentence
                == "Bucket POST must contain a field named '\(name)'.  "
                + "If it is specified, please check the order of the fields.")
    }

    @Test(arguments: ["AWSAccessKeyId", "Signature", "policy"])
    func eachFieldOfVersion2IsNeeded(_ name: String) {
        var form = formV2
        form[name.lowercased()] = nil
        #expect(throws: PostPolicySignatureError.missing(name)) { try parse(form) }
    }

    @Test(arguments: [
        ("X-Amz-Algorithm", "AWS4-ECDSA-P256-SHA256", "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\""),
        ("X-Amz-Date", "2015-12-29T00:00:00Z", "X-Amz-Date must be formated via ISO8601 Long format"),
        (
            "X-Amz-Credential", "no-slashes",
            "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."
        ),
        (
            "X-Amz-Credential", "/20151229/us-east-1/s3/aws4_request",
            "a non-empty Access Key (AKID) must be provided in the credential."
        ),
        (
            "X-Amz-Credential", "AKID/2015122/us-east-1/s3/aws4_request",
            "incorrect date format \"2015122\". This date in the credential must be in the format \"yyyyMMdd\"."
        ),
        (
            "X-Amz-Credential", "AKID/20151229/us-east-1/ec2/aws4_request",
            "incorrect service \"ec2\". This endpoint belongs to \"s3\"."
        ),
        (
            "X-Amz-Credential", "AKID/20151229/us-east-1/s3/aws5_request",
            "incorrect terminal \"aws5_request\". This endpoint uses \"aws4_request\"."
        ),
        (
            "X-Amz-Credential", "AKID/20151228/us-east-1/s3/aws4_request",
            "Invalid credential date \"20151228\". This date is not the same as X-Amz-Date: \"20151229\"."
        ),
    ])
    func saysWhatIsWrongWithAField(_ name: String, _ value: String, _ sentence: String) {
        var form = formV4
        form[name.lowercased()] = value
        let error = #expect(throws: PostPolicySignatureError.self) { try parse(form) }
        #expect(error?.sentence == sentence)
        #expect(error?.field.name == name)
        #expect(error?.field.value == value)
    }
}
