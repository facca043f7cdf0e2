import CognitoUserPoolsModel
import IAMModel
import S3Model
import TestSupport
import Testing
import Wire

/// Mutated valid documents must be read or refused, never crash; the seeds are fixed.
@Suite struct FuzzTests {
    private static let marks = "{}[]\",:\\<>&;/%=.u"

    /// How many of the mutations were still read.
    private func run(_ seed: UInt64, _ cases: [BotocoreCase], rounds: Int) throws -> Int {
        let fuzzing = Fuzzing(seed: seed, marks: Self.marks)
        var read = 0
        for wanted in cases {
            let input = try #require(wanted.inputType)
            for _ in 0..<rounds {
                var request = wanted.request
                request.body = fuzzing.changed(request.body)
                var violations = Violations()
                do {
                    _ = try input.decode(request, &violations)
                    read += 1
                } catch is SerializationError {}
            }
        }
        return read
    }

    @Test(arguments: [
        "apigateway", "apigatewayv2", "cognito-idp", "cognito-identity", "dynamodb", "dynamodbstreams", "iam", "lambda",
        "logs", "sts", "s3", "s3control",
    ])
    func mutatedRequestsAreReadOrRefused(_ service: String) throws {
        let cases = try BotocoreCase.all().filter { $0.service == service && !$0.request.body.isEmpty }
        let rounds = 200 * Fuzzing.times
        let read = try run(0x5EED, cases, rounds: rounds)
        #expect(read > 0)
        #expect(service == "iam" || service == "sts" || read < cases.count * rounds)
    }

    @Test func mutatedValuesSurviveTheirOwnText() throws {
        let fuzzing = Fuzzing(seed: 7, marks: Self.marks)
        let document = Array(#"{"a":[1,-2.5e3,"x\u00e9\n😀",true,null,{"b":{}}],"c":""}"#.utf8)
        var read = 0
        for _ in 0..<20_000 * Fuzzing.times {
            guard let value = try? JSONValue(parsing: fuzzing.changed(document)) else { continue }
            #expect(try JSONValue(parsing: value.serialized()) == value)
            read += 1
        }
        #expect(read > 500 * Fuzzing.times)
    }
}
