import Lambda
import Testing
import Wire

@Suite("Filters of event sources")
struct EventPatternTests {
    private static let record = """
        {"eventID": "1", "eventName": "INSERT", "eventSource": "aws:dynamodb", "awsRegion": "us-east-1",
         "dynamodb": {"ApproximateCreationDateTime": 1764127800, "SizeBytes": 26, "StreamViewType": "NEW_IMAGE",
          "Keys": {"id": {"S": "us-1-a"}},
          "NewImage": {"id": {"S": "us-1-a"}, "n": {"N": "42"}, "tags": {"SS": ["x", "y"]}, "gone": {"NULL": true}}}}
        """

    @Test(
        arguments: [
            (#"{"eventName":["INSERT"]}"#, true),
            (#"{"eventName":["MODIFY"]}"#, false),
            (#"{"eventName":["INSERT","MODIFY"]}"#, true),
            (#"{"eventName":["INSERT"],"eventSource":["aws:dynamodb"]}"#, true),
            (#"{"eventName":["INSERT"],"eventSource":["aws:kinesis"]}"#, false),
            (#"{"dynamodb":{"NewImage":{"id":{"S":[{"prefix":"us-1"}]}}}}"#, true),
            (#"{"dynamodb":{"NewImage":{"id":{"S":[{"prefix":"us-2"}]}}}}"#, false),
            (#"{"dynamodb":{"NewImage":{"id":{"S":[{"suffix":"-a"}]}}}}"#, true),
            (#"{"dynamodb":{"NewImage":{"id":{"S":[{"equals-ignore-case":"US-1-A"}]}}}}"#, true),
            (#"{"dynamodb":{"NewImage":{"id":{"S":[{"anything-but":"us-1-a"}]}}}}"#, false),
            (#"{"dynamodb":{"NewImage":{"id":{"S":[{"anything-but":["b","c"]}]}}}}"#, true),
            (#"{"dynamodb":{"NewImage":{"id":{"S":[{"anything-but":{"prefix":"us"}}]}}}}"#, false),
            // Numbers of items are texts: comparing them matches nothing, as on AWS.
            (#"{"dynamodb":{"NewImage":{"n":{"N":[{"numeric":["<",100]}]}}}}"#, false),
            (#"{"dynamodb":{"NewImage":{"n":{"N":[{"numeric":[">",100]},{"anything-but":"101"}]}}}}"#, true),
            (#"{"dynamodb":{"SizeBytes":[{"numeric":[">",20,"<=",26]}]}}"#, true),
            (#"{"dynamodb":{"SizeBytes":[{"numeric":[">",26]}]}}"#, false),
            (#"{"dynamodb":{"SizeBytes":[26.0]}}"#, true),
            (#"{"dynamodb":{"NewImage":{"n":{"N":[{"exists":true}]}}}}"#, true),
            (#"{"dynamodb":{"NewImage":{"other":{"S":[{"exists":false}]}}}}"#, true),
            (#"{"dynamodb":{"NewImage":{"other":{"S":[{"exists":true}]}}}}"#, false),
            // What has members is no value: it counts as not being there.
            (#"{"dynamodb":{"NewImage":{"n":[{"exists":false}]}}}"#, true),
            (#"{"dynamodb":{"NewImage":{"tags":{"SS":["y"]}}}}"#, true),
            (#"{"dynamodb":{"NewImage":{"tags":{"SS":["z"]}}}}"#, false),
            (#"{"dynamodb":{"NewImage":{"gone":{"NULL":[true]}}}}"#, true),
            (#"{"$or":[{"eventName":["REMOVE"]},{"awsRegion":["us-east-1"]}]}"#, true),
            (#"{"$or":[{"eventName":["REMOVE"]},{"awsRegion":["eu-west-1"]}]}"#, false),
            (#"{"eventName":["INSERT"],"$or":[{"eventName":["REMOVE"]},{"awsRegion":["eu-west-1"]}]}"#, false),
        ])
    func patterns(_ text: String, _ matches: Bool) throws {
        let pattern = try #require(EventPattern(text))
        #expect(pattern.matches(try JSONValue(parsing: Self.record)) == matches)
    }

    @Test(arguments: [
        "single-string", "[]", "{}", #"[{"eventName":["INSERT"=123}]"#, #"{"eventName":"INSERT"}"#,
        #"{"eventName":[]}"#, #"{"eventName":[["INSERT"]]}"#, #"{"eventName":[{"prefix":1}]}"#,
        #"{"eventName":[{"unknown":"x"}]}"#, #"{"n":[{"numeric":["<"]}]}"#, #"{"n":[{"numeric":["~",1]}]}"#,
        #"{"n":[{"prefix":"a","suffix":"b"}]}"#, #"{"$or":[]}"#, #"{"$or":["x"]}"#,
    ])
    func whatIsNoPattern(_ text: String) { #expect(EventPattern(text) == nil) }

    @Test func deepOnesAreRefused() {
        let depth = 10_000
        let text = String(repeating: #"{"a":"#, count: depth) + "[1]" + String(repeating: "}", count: depth)
        #expect(EventPattern(text) == nil)
    }
}
