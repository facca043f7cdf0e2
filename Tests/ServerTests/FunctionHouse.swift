import FoundationEssentials
import Testing
import Wire

/// Functions through the signed pipeline, none of which has to run.
struct FunctionHouse {
    let house: House

    static let account = "000000000000"
    static let role = "arn:aws:iam::000000000000:role/worker"
    static let arn = "arn:aws:lambda:us-east-1:000000000000:function:"
    static let missing = "The resource you requested does not exist."

    init() async throws {
        house = try House()
        try await makeRole("worker")
    }

    func makeRole(_ name: String) async throws {
        let trust =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"#
            + #""Action":"sts:AssumeRole"}}"#
        try await house.form(
            "iam", "Action=CreateRole&RoleName=\(name)&AssumeRolePolicyDocument=\(PercentCoding.encode(trust))")
    }

    func allow(_ role: String, _ actions: String, on resource: String = "*") async throws {
        let policy =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["# + actions
            + #"],"Resource":"\#(resource)"}}"#
        try await house.form(
            "iam",
            "Action=PutRolePolicy&RoleName=\(role)&PolicyName=p&PolicyDocument=\(PercentCoding.encode(policy))")
    }

    @discardableResult
    func call(
        _ method: String, _ path: String, _ input: JSONValue? = nil, as key: House.Key = House.root,
        region: String = "us-east-1"
    ) async throws -> House.Answer {
        try await house.signed(
            method, path, service: "lambda", as: key, region: region,
            headers: [(name: "Content-Type", value: "application/json")], body: input?.serialized() ?? [])
    }

    /// One file, `index.py`.
    static let archive =
        "UEsDBBQAAAAAAAAAIQAIp5DtCAAAAAgAAAAIAAAAaW5kZXgucHlwcmludCgxKVBLAQIUAxQAAAAAAAAAIQAIp5DtCAAAAAgAAAAI"
        + "AAAAAAAAAAAAAACkgQAAAABpbmRleC5weVBLBQYAAAAAAQABADYAAAAuAAAAAAA="

    @discardableResult
    func create(_ name: String, _ members: [JSONValue.Member] = []) async throws -> House.Answer {
        let answer = try await call(
            "POST", "/2015-03-31/functions",
            .object(
                [
                    .init("FunctionName", .string(name)), .init("Runtime", "python3.12"),
                    .init("Handler", "index.handler"), .init("Role", .string(Self.role)),
                    .init("Code", ["ZipFile": .string(Self.archive)]),
                ] + members))
        #expect(answer.status == 201, "\(answer.text)")
        return answer
    }

    func publish(_ name: String, _ description: String) async throws {
        let answer = try await call(
            "POST", "/2015-03-31/functions/\(name)/versions", ["Description": .string(description)])
        #expect(answer.status == 201, "\(answer.text)")
    }

    @discardableResult
    func permit(
        _ name: String, _ id: String, _ action: String, _ members: [JSONValue.Member] = []
    ) async throws -> House.Answer {
        try await call(
            "POST", "/2015-03-31/functions/\(name)/policy",
            .object(
                [
                    .init("StatementId", .string(id)), .init("Action", .string(action)), .init("Principal", "*"),
                ] + members))
    }
}

/// An error as it must be: code, sentence, status, and which member has the sentence.
func expect(
    _ answer: House.Answer, _ status: Int, _ code: String, _ message: String,
    _ location: SourceLocation = #_sourceLocation
) {
    #expect(answer.status == status, "\(answer.text)", sourceLocation: location)
    #expect(answer.code == code, "\(answer.text)", sourceLocation: location)
    let isCapital = code == "ResourceNotFoundException"
    #expect(answer.json[isCapital ? "Message" : "message"]?.string == message, sourceLocation: location)
}
