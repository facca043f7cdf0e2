import CognitoUserPoolsModel
import IAMModel
import LambdaModel
import S3Model
import Testing
import Wire

@Suite struct ErrorReplyTests {
    private func text(_ response: WireResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test func json() {
        let error = ErrorReply("NotAuthorizedException", "Incorrect username or password.", status: 400)
        let reply = error.encoded(.json11, requestID: "r")
        #expect(reply.status == 400)
        #expect(reply.headers.first("content-type") == "application/x-amz-json-1.1")
        #expect(reply.headers.first("x-amzn-ErrorType") == "NotAuthorizedException:")
        #expect(reply.headers.first("x-amzn-ErrorMessage") == "Incorrect username or password.")
        #expect(
            text(reply) == #"{"__type":"NotAuthorizedException","message":"Incorrect username or password."}"#
        )
    }

    /// The header, which some SDKs read first, has the code alone.
    @Test(arguments: [
        (
            "ResourceNotFoundException",
            #"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"x"}"#
        ), ("ValidationException", #"{"__type":"com.amazon.coral.validate#ValidationException","message":"x"}"#),
        ("SerializationException", #"{"__type":"com.amazon.coral.service#SerializationException","Message":"x"}"#),
        (
            "TransactionCanceledException",
            #"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"x"}"#
        ),
    ])
    func jsonOfDynamoDB(_ code: String, _ body: String) {
        let reply = ErrorReply(code, "x", status: 400).encoded(.json10, names: .dynamoDB, requestID: "r")
        #expect(text(reply) == body)
        #expect(reply.headers.first("x-amzn-ErrorType") == code + ":")
    }

    /// Some of Lambda's shapes call the sentence `Message`; the code stands in the header alone.
    @Test(arguments: [
        ("ResourceNotFoundException", #"{"Message":"x","Type":"User"}"#),
        ("InvalidParameterValueException", #"{"message":"x","Type":"User"}"#),
    ])
    func restJSONOfLambda(_ code: String, _ body: String) {
        let reply = ErrorReply(code, "x", status: 400, members: [.init("Type", "User")])
            .encoded(.restJSON, names: ServiceModel.lambda.errorNames, requestID: "r")
        #expect(text(reply) == body)
        #expect(reply.headers.first("x-amzn-ErrorType") == code)
        #expect(reply.headers.first("content-type") == "application/json")
    }

    @Test(arguments: ["a\r\nSet-Cookie: x", "é", "\u{7F}"])
    func messagesDoNotBreakHeaders(_ message: String) {
        let reply = ErrorReply("E", message, status: 400).encoded(.json11, requestID: "r")
        #expect(reply.headers.first("x-amzn-ErrorMessage") == nil)
        #expect(text(reply).contains(#""message":"#))
    }

    @Test(arguments: [(404, "Sender"), (500, "Receiver")])
    func query(_ status: Int, _ type: String) {
        let reply = ErrorReply("NoSuchEntity", "The user <x> cannot be found.", status: status)
            .encoded(.query, xmlNamespace: ServiceModel.iam.xmlNamespace, requestID: "r-1")
        #expect(reply.headers.first("content-type") == "text/xml")
        #expect(
            text(reply)
                == #"<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>\#(type)</Type>"#
                + "<Code>NoSuchEntity</Code><Message>The user &lt;x&gt; cannot be found.</Message></Error>"
                + "<RequestId>r-1</RequestId></ErrorResponse>")
    }

    @Test func restXML() {
        let error = ErrorReply(
            "NoSuchKey", "The specified key does not exist.", status: 404,
            members: [.init("Key", "a&b")], resource: "/b/a&b")
        let reply = error.encoded(.restXML, requestID: "r", hostID: "h")
        #expect(
            text(reply)
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code>"
                + "<Message>The specified key does not exist.</Message><Key>a&amp;b</Key>"
                + "<Resource>/b/a&amp;b</Resource><RequestId>r</RequestId><HostId>h</HostId></Error>")
        #expect(reply.headers.first("Content-Type") == "application/xml")
    }

    @Test func wrappedRestXML() {
        let error = ErrorReply("InvalidTag", "a < b", status: 400, members: [.init("TagKey", "k")], resource: "/b")
        let reply = error.encoded(.restXML, isWrapped: true, requestID: "r", hostID: "h")
        #expect(
            text(reply)
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ErrorResponse><Error><Code>InvalidTag</Code>"
                + "<Message>a &lt; b</Message><TagKey>k</TagKey></Error><RequestId>r</RequestId><HostId>h</HostId>"
                + "</ErrorResponse>")
        #expect(reply.headers.first("Content-Type") == "application/xml")
    }

    @Test func restJSON() {
        let reply = ErrorReply("ResourceNotFoundException", "m", status: 404).encoded(
            .restJSON, requestID: "r")
        #expect(reply.headers.first("x-amzn-errortype") == "ResourceNotFoundException")
        #expect(text(reply) == #"{"message":"m"}"#)
    }

    @Test func unreadableRequestsByProtocol() {
        let plain = SerializationError()
        #expect(ErrorReply(plain, in: .json11).code == "SerializationException")
        #expect(
            text(ErrorReply(plain, in: .json11).encoded(.json11, requestID: ""))
                == #"{"__type":"SerializationException"}"#)
        #expect(ErrorReply(plain, in: .query).code == "MalformedInput")
        #expect(ErrorReply(plain, in: .restXML).code == "MalformedXML")
    }

    @Test func badParametersOfS3AreInvalidArgument() throws {
        var violations = Violations()
        let request = WireRequest(method: "GET", query: [QueryParameter("max-keys", "ten")])
        let error = try #require(throws: SerializationError.self) {
            try ListObjectsRequest.decode(request, &violations)
        }
        let reply = ErrorReply(error, in: .restXML)
        #expect(reply.code == "InvalidArgument")
        #expect(reply.message == "Provided max-keys not an integer or within integer range")
        #expect(reply.members == [.init("ArgumentName", "max-keys"), .init("ArgumentValue", "ten")])
    }

    @Test func limitsByService() {
        var violations = Violations()
        #expect(ErrorReply(violations, in: .iam) == nil)
        violations.refuse("ObjectLockEnabledForBucket", isPresent: true)
        #expect(ErrorReply(violations, in: .s3)?.code == "NotImplemented")
        #expect(ErrorReply(violations, in: .s3)?.status == 501)
        violations.require(false, "x")
        #expect(ErrorReply(violations, in: .cognitoUserPools)?.code == "InvalidParameterException")
        #expect(ErrorReply(violations, in: .iam)?.code == "ValidationError")
    }
}
