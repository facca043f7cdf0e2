import Testing
import Wire

@Suite("Bad input gets AWS's own error")
struct BadInputTests {
    private func call(_ operation: String, _ body: String, _ house: House) async throws -> House.Answer {
        try await house.signed(
            "POST", "/", service: "cognito-idp",
            headers: [
                (name: "X-Amz-Target", value: "AWSCognitoIdentityProviderService.\(operation)"),
                (name: "Content-Type", value: "application/x-amz-json-1.1"),
            ], body: Array(body.utf8))
    }

    @Test(arguments: [
        ("CreateUserPool", "{", "SerializationException"),
        ("CreateUserPool", "[]", "SerializationException"),
        ("CreateUserPool", "{\"PoolName\":7}", "SerializationException"),
        ("CreateUserPool", "{}", "InvalidParameterException"),
        ("CreateUserPool", "{\"PoolName\":\"\"}", "InvalidParameterException"),
        ("DescribeUserPool", "{}", "InvalidParameterException"),
        ("DescribeUserPool", "{\"UserPoolId\":\"us-east-1_AAAAAAAAA\"}", "ResourceNotFoundException"),
        ("NoSuchOperation", "{}", "UnknownOperationException"),
        ("AdminCreateUser", "{\"UserPoolId\":\"nonsense\",\"Username\":\"a\"}", "InvalidParameterException"),
    ])
    func jsonServices(_ operation: String, _ body: String, _ code: String) async throws {
        let house = try House()
        let answer = try await call(operation, body, house)
        #expect(answer.code == code)
        #expect(answer.status == 400)
        #expect(answer.headers.first("x-amzn-RequestId")?.utf8.count == 36)
    }

    @Test func aNameTooLongIsSaidToBe() async throws {
        let house = try House()
        let answer = try await call("CreateUserPool", "{\"PoolName\":\"\(String(repeating: "x", count: 129))\"}", house)
        #expect(answer.message?.contains("Member must have length less than or equal to 128") == true)
        #expect(answer.message?.hasPrefix("1 validation error detected: Value '") == true)
        let pools = try await call("ListUserPools", "{\"MaxResults\":10}", house)
        #expect(pools.json["UserPools"]?.array?.isEmpty == true)
    }

    @Test(arguments: [
        ("Action=CreateUser&Version=2010-05-08", "ValidationError", 400),
        ("Action=CreateUser&Version=2010-05-08&UserName=%20bad%20", "ValidationError", 400),
        ("Action=GetUser&Version=2010-05-08&UserName=nobody", "NoSuchEntity", 404),
        ("Action=Nonsense&Version=2010-05-08", "InvalidAction", 400),
        (
            "Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=%7B", "MalformedPolicyDocument",
            400
        ),
    ])
    func queryServices(_ body: String, _ code: String, _ status: Int) async throws {
        let house = try House()
        let answer = try await house.signed(
            "POST", "/", service: "iam", headers: [(name: "Content-Type", value: "application/x-www-form-urlencoded")],
            body: Array(body.utf8))
        #expect(answer.code == code)
        #expect(answer.status == status)
    }

    @Test(arguments: [
        ("PUT", "/Bad_Name", "", "InvalidBucketName", 400),
        ("GET", "/no-such-bucket", "", "NoSuchBucket", 404),
        ("GET", "/no-such-bucket/key", "", "NoSuchBucket", 404),
        ("PATCH", "/bucket/key", "", "MethodNotAllowed", 405),
        ("GET", "/bucket/missing", "", "NoSuchKey", 404),
        ("POST", "/bucket?delete", "<Delete><Object>", "MalformedXML", 400),
        ("POST", "/bucket?delete", "<!DOCTYPE x><Delete/>", "MalformedXML", 400),
        ("PUT", "/bucket?accelerate", "", "NotImplemented", 501),
        ("GET", "/bucket?list-type=2&max-keys=x", "", "InvalidArgument", 400),
        ("GET", "/bucket?list-type=2&continuation-token=x", "", "InvalidArgument", 400),
        ("PUT", "/bucket/key?partNumber=0&uploadId=x", "a", "InvalidArgument", 400),
        ("PUT", "/bucket/key?partNumber=1&uploadId=x", "a", "NoSuchUpload", 404),
        ("GET", "/bucket/%zz", "", "InvalidURI", 400),
    ])
    func objectStorage(_ method: String, _ target: String, _ body: String, _ code: String, _ status: Int) async throws {
        let house = try House()
        #expect(try await house.signed("PUT", "/bucket", service: "s3").status == 200)
        let answer = try await house.signed(method, target, service: "s3", body: Array(body.utf8))
        #expect(answer.code == code)
        #expect(answer.status == status)
        #expect(answer.element("RequestId") == answer.headers.first("x-amz-request-id"))
    }

    @Test func aKeyOf1025BytesIsTooLong() async throws {
        let house = try House()
        _ = try await house.signed("PUT", "/bucket", service: "s3")
        let key = String(repeating: "k", count: 1025)
        let answer = try await house.signed("PUT", "/bucket/\(key)", service: "s3", body: [1])
        #expect(answer.code == "KeyTooLongError")
    }

    @Test func anErrorOfHEADHasNoDocument() async throws {
        let house = try House()
        let answer = try await house.signed("HEAD", "/no-such-bucket", service: "s3")
        #expect(answer.status == 404)
        #expect(answer.body.isEmpty)
    }
}
