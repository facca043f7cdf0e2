import ServiceKit
import TestSupport
import Testing
import Wire

@Suite struct DomainTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private let certificate = "arn:aws:acm:us-east-1:000000000000:certificate/11111111-2222-3333-4444-555555555555"

    private func input(_ pool: String, _ name: String = "people") -> JSONValue {
        ["UserPoolId": .string(pool), "Domain": .string(name)]
    }

    @Test func aPoolHasAPrefixDomainAndACustomOne() async throws {
        let pool = try await directory.makePool()
        let prefix = try await directory.call("CreateUserPoolDomain", input(pool))
        #expect(prefix["CloudFrontDomain"] == nil)
        #expect(prefix["ManagedLoginVersion"]?.int == 1)
        let custom = try await directory.call(
            "CreateUserPoolDomain",
            input(pool, "auth.example.com").merging([
                "CustomDomainConfig": ["CertificateArn": .string(certificate)], "ManagedLoginVersion": 2,
            ]))
        let distribution = try #require(custom.text("CloudFrontDomain"))
        #expect(distribution.hasSuffix(".cloudfront.net"))
        let described = try await directory.call("DescribeUserPoolDomain", ["Domain": "auth.example.com"])
        let description = try #require(described["DomainDescription"])
        #expect(description.text("UserPoolId") == pool)
        #expect(description.text("AWSAccountId") == "000000000000")
        #expect(description.text("CloudFrontDistribution") == distribution)
        #expect(description.text("CustomDomainConfig", "CertificateArn") == certificate)
        #expect(description.text("Status") == "ACTIVE")
        #expect(description["ManagedLoginVersion"]?.int == 2)
        let shown = try await directory.call("DescribeUserPool", ["UserPoolId": .string(pool)])
        #expect(shown.text("UserPool", "Domain") == "people")
        #expect(shown.text("UserPool", "CustomDomain") == "auth.example.com")
        #expect(
            try await directory.refusal("CreateUserPoolDomain", input(pool, "other"))
                == "InvalidParameterException: User pool already has a domain configured.")
    }

    @Test func domainsAreUniqueOverAccounts() async throws {
        let pool = try await directory.makePool()
        try await directory.call("CreateUserPoolDomain", input(pool))
        let made = try await directory.call("CreateUserPool", ["PoolName": "others"], as: Directory.otherAccount)
        let other = try #require(made.text("UserPool", "Id"))
        #expect(
            try await directory.refusal("CreateUserPoolDomain", input(other), as: Directory.otherAccount)
                == "InvalidParameterException: Domain already associated with another user pool.")
        #expect(
            try await directory.call(
                "DescribeUserPoolDomain", ["Domain": "people"], as: Directory.otherAccount)
                == ["DomainDescription": [:]])
        #expect(
            try await directory.refusal("DeleteUserPoolDomain", input(other), as: Directory.otherAccount)
                == "InvalidParameterException: No such domain or user pool exists.")
    }

    @Test(
        arguments: [
            ("my-aws-people", "Domain cannot contain reserved word: aws"),
            ("cognito1", "Domain cannot contain reserved word: cognito"),
            (
                "auth.example.com",
                "The domain name contains an invalid character. Domain names can only contain lower-case letters, "
                    + "numbers, and hyphens. Please enter a different name that follows this format: "
                    + "^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$"
            ),
        ])
    func namesThatCannotBe(name: String, expected: String) async throws {
        let pool = try await directory.makePool()
        #expect(
            try await directory.refusal("CreateUserPoolDomain", input(pool, name))
                == "InvalidParameterException: \(expected)")
    }

    @Test(arguments: ["-people", "people-", "People", "a b"])
    func namesOfOtherCharacters(name: String) async throws {
        let pool = try await directory.makePool()
        #expect(
            try await directory.refusal("CreateUserPoolDomain", input(pool, name))
                .contains("at 'domain' failed to satisfy constraint"))
    }

    @Test func aPoolWithADomainStays() async throws {
        let pool = try await directory.makePool()
        try await directory.call("CreateUserPoolDomain", input(pool))
        #expect(
            try await directory.refusal("DeleteUserPool", ["UserPoolId": .string(pool)])
                == "InvalidParameterException: User pool cannot be deleted. It has a domain configured that should "
                + "be deleted first.")
        try await directory.call("UpdateUserPoolDomain", input(pool).merging(["ManagedLoginVersion": 2]))
        let described = try await directory.call("DescribeUserPoolDomain", ["Domain": "people"])
        #expect(described["DomainDescription"]?["ManagedLoginVersion"]?.int == 2)
        try await directory.call("DeleteUserPoolDomain", input(pool))
        #expect(
            try await directory.call("DescribeUserPoolDomain", ["Domain": "people"]) == ["DomainDescription": [:]])
        #expect(
            try await directory.refusal("DeleteUserPoolDomain", input(pool))
                == "InvalidParameterException: No such domain or user pool exists.")
        try await directory.call("DeleteUserPool", ["UserPoolId": .string(pool)])
    }

    @Test func resourceServersAndTheirScopes() async throws {
        let pool = try await directory.makePool()
        let server: JSONValue = [
            "UserPoolId": .string(pool), "Identifier": "https://api.example.com", "Name": "API",
            "Scopes": [["ScopeName": "read", "ScopeDescription": "Read all"]],
        ]
        let client: JSONValue = [
            "UserPoolId": .string(pool), "ClientName": "machine", "GenerateSecret": true,
            "AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthScopes": ["https://api.example.com/read"],
        ]
        #expect(
            try await directory.refusal("CreateUserPoolClient", client)
                == "ScopeDoesNotExistException: Invalid scope requested: https://api.example.com/read")
        let made = try await directory.call("CreateResourceServer", server)
        #expect(made["ResourceServer"] == server)
        #expect(
            try await directory.refusal("CreateResourceServer", server)
                == "InvalidParameterException: https://api.example.com already exists in user pool \(pool).")
        try await directory.call("CreateUserPoolClient", client)
        let renamed = server.merging(["Name": "New", "Scopes": [["ScopeName": "write", "ScopeDescription": "Write"]]])
        try await directory.call("UpdateResourceServer", renamed)
        let name: JSONValue = ["UserPoolId": .string(pool), "Identifier": "https://api.example.com"]
        #expect(try await directory.call("DescribeResourceServer", name)["ResourceServer"] == renamed)
        try await directory.call("DeleteResourceServer", name)
        #expect(
            try await directory.refusal("DescribeResourceServer", name).hasPrefix("ResourceNotFoundException: "))
    }

    @Test func resourceServersArePagedAndLimited() async throws {
        let pool = try await directory.makePool()
        for number in 0..<25 { try await directory.call("CreateResourceServer", server(pool, number)) }
        #expect(
            try await directory.refusal("CreateResourceServer", server(pool, 25)).hasPrefix("LimitExceededException"))
        var seen: [String] = []
        var token: JSONValue?
        repeat {
            var input: JSONValue = ["UserPoolId": .string(pool), "MaxResults": 10]
            if let token { input = input.merging(["NextToken": token]) }
            let page = try await directory.call("ListResourceServers", input)
            seen += page["ResourceServers"]?.array?.compactMap { $0.text("Identifier") } ?? []
            token = page["NextToken"]
        } while token != nil
        #expect(seen.count == 25 && Set(seen).count == 25)
    }

    private func server(_ pool: String, _ number: Int) -> JSONValue {
        ["UserPoolId": .string(pool), "Identifier": .string("api\(number)"), "Name": "API"]
    }
}
