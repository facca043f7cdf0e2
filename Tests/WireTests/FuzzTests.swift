import CognitoUserPoolsModel
import IAMModel
import S3Model
import Testing
import Wire

/// Mutated valid documents must be read or refused, never crash; the seeds are fixed.
@Suite struct FuzzTests {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        /// SplitMix64.
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private func mutated(_ document: [UInt8], _ generator: inout Generator) -> [UInt8] {
        var bytes = document
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let position = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: position)
            case 2:
                bytes.insert(
                    Array("{}[]\",:\\<>&;/%=.u".utf8).randomElement(using: &generator) ?? 0, at: position)
            case 3: bytes.removeSubrange(position...)
            default:
                let end = Int.random(in: position...bytes.count, using: &generator)
                bytes.insert(contentsOf: Array(bytes[position..<end].prefix(64)), at: position)
            }
        }
        return bytes
    }

    /// How many of the mutations were still read.
    private func run(_ seed: UInt64, _ cases: [BotocoreCase], rounds: Int) throws -> Int {
        var generator = Generator(state: seed)
        var read = 0
        for wanted in cases {
            let input = try #require(wanted.inputType)
            for _ in 0..<rounds {
                var request = wanted.request
                request.body = mutated(request.body, &generator)
                var violations = Violations()
                do {
                    _ = try input.decode(request, &violations)
                    read += 1
                } catch is SerializationError {}
            }
        }
        return read
    }

    @Test(arguments: ["cognito-idp", "cognito-identity", "iam", "sts", "s3", "s3control"])
    func mutatedRequestsAreReadOrRefused(_ service: String) throws {
        let cases = try BotocoreCase.all().filter { $0.service == service && !$0.request.body.isEmpty }
        let rounds = 200
        let read = try run(0x5EED, cases, rounds: rounds)
        #expect(read > 0)
        #expect(service == "iam" || service == "sts" || read < cases.count * rounds)
    }

    @Test func mutatedValuesSurviveTheirOwnText() throws {
        var generator = Generator(state: 7)
        let document = Array(#"{"a":[1,-2.5e3,"x\u00e9\n😀",true,null,{"b":{}}],"c":""}"#.utf8)
        var read = 0
        for _ in 0..<20_000 {
            guard let value = try? JSONValue(parsing: mutated(document, &generator)) else { continue }
            #expect(try JSONValue(parsing: value.serialized()) == value)
            read += 1
        }
        #expect(read > 500)
    }
}
