import Testing
import TestSupport
import Wire

/// CloudTrail's events: who did what, newest first.
@Suite("What was done can be looked up")
struct AuditTests {
    private func lookUp(_ input: JSONValue, _ house: House, as key: House.Key = House.root) async throws
        -> House.Answer
    {
        try await house.json(
            "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents", input, service: "cloudtrail", as: key
        )
    }

    private func names(_ answer: House.Answer) -> [String] {
        (answer.json["Events"]?.array ?? []).compactMap { $0["EventName"]?.string }
    }

    private func by(_ key: String, _ value: String) -> JSONValue {
        ["LookupAttributes": [["AttributeKey": .string(key), "AttributeValue": .string(value)]]]
    }

    @Test func eventsAreFoundByWhatTheyAre() async throws {
        let house = try House()
        let kim = try await house.user("kim")
        house.clock.advance(bySeconds: 1)
        _ = try await house.form("iam", "Action=ListUsers", as: kim)
        _ = try await house.signed("PUT", "/photos", service: "s3")
        _ = try await house.signed("GET", "/photos/k", service: "s3")
        #expect(names(try await lookUp([:], house)).suffix(2) == ["CreateAccessKey", "CreateUser"])
        #expect(names(try await lookUp(by("EventName", "CreateUser"), house)) == ["CreateUser"])
        #expect(names(try await lookUp(by("Username", "kim"), house)) == ["ListUsers"])
        #expect(names(try await lookUp(by("ResourceName", "photos"), house)) == ["CreateBucket"])
        #expect(names(try await lookUp(by("AccessKeyId", kim.id), house)) == ["ListUsers"])
        #expect(names(try await lookUp(by("EventSource", "s3.amazonaws.com"), house)) == ["CreateBucket"])
        let denied = try await lookUp(by("EventName", "ListUsers"), house).json["Events"]?.array?.first
        let record = try JSONValue(parsing: denied?["CloudTrailEvent"]?.string ?? "")
        #expect(record["errorCode"]?.string == "AccessDenied")
        #expect(record["userIdentity"]?["type"]?.string == "IAMUser")
    }

    @Test func pagesGoOnNewestFirst() async throws {
        let house = try House()
        for number in 0..<7 {
            house.clock.advance(bySeconds: 1)
            try await house.form("iam", "Action=CreateUser&UserName=u\(number)")
        }
        var found: [String] = []
        var token: JSONValue?
        repeat {
            var input: [JSONValue.Member] = [.init("MaxResults", 3)]
            if let token { input.append(.init("NextToken", token)) }
            input.append(contentsOf: by("EventName", "CreateUser").members ?? [])
            let page = try await lookUp(.object(input), house).json
            found += (page["Events"]?.array ?? []).compactMap { $0["Resources"]?.array?.first?["ResourceName"]?.string }
            token = page["NextToken"]
        } while token != nil && found.count < 20
        #expect(found == (0..<7).reversed().map { "u\($0)" })
    }

    @Test func badInput() async throws {
        let house = try House()
        let two: JSONValue = [
            "LookupAttributes": [
                ["AttributeKey": "EventName", "AttributeValue": "a"],
                ["AttributeKey": "Username", "AttributeValue": "b"],
            ]
        ]
        #expect(try await lookUp(two, house).code == "InvalidLookupAttributesException")
        #expect(try await lookUp(["NextToken": "nonsense"], house).code == "InvalidNextTokenException")
        #expect(
            try await lookUp(["StartTime": 1_795_000_100, "EndTime": 1_795_000_000], house).code
                == "InvalidTimeRangeException")
        let nobody = try await house.user("nobody")
        #expect(try await lookUp([:], house, as: nobody).code == "AccessDeniedException")
    }

    @Test func anotherAccountsEventsAreItsOwn() async throws {
        let house = try House()
        _ = try await house.user("kim")
        #expect(names(try await lookUp([:], house, as: House.otherRoot)).isEmpty)
    }

    /// What the model calls sensitive is hidden.
    @Test func passwordsAreHidden() async throws {
        let house = try House()
        let pool = try await house.json(
            "AWSCognitoIdentityProviderService.CreateUserPool", ["PoolName": "p"], service: "cognito-idp")
        let id = pool.json["UserPool"]?["Id"] ?? .null
        _ = try await house.json(
            "AWSCognitoIdentityProviderService.AdminSetUserPassword",
            ["UserPoolId": id, "Username": "kim", "Password": "Secret-Passw0rd"], service: "cognito-idp")
        let answer = try await lookUp(by("EventName", "AdminSetUserPassword"), house)
        #expect(answer.text.contains("HIDDEN_DUE_TO_SECURITY_REASONS"))
        #expect(!answer.text.contains("Secret-Passw0rd"))
    }
}
