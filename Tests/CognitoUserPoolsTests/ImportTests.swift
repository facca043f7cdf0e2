import CognitoUserPools
import ServiceKit
import TestSupport
import Testing
import Wire

@Suite struct ImportTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private let role = JSONValue.string("arn:aws:iam::000000000000:role/import")

    private func makeJob(_ pool: String) async throws -> (job: JSONValue, id: String, token: String) {
        let made = try await directory.call(
            "CreateUserImportJob",
            ["UserPoolId": .string(pool), "JobName": "people", "CloudWatchLogsRoleArn": role])
        let job = try #require(made["UserImportJob"])
        let id = try #require(job.text("JobId"))
        let address = try #require(job.text("PreSignedUrl"))
        let start = "http://localhost:4566/_hanok/user-import/\(id)?token="
        try #require(address.hasPrefix(start))
        return (job, id, String(address.dropFirst(start.count)))
    }

    private func put(_ text: String, _ id: String, _ token: String) async throws {
        try await directory.service.acceptImportFile(id, token: token, Array(text.utf8), at: directory.clock.now)
    }

    private func named(_ pool: String, _ id: String) -> JSONValue {
        ["UserPoolId": .string(pool), "JobId": .string(id)]
    }

    private func finished(_ pool: String, _ id: String) async throws -> JSONValue {
        for _ in 0..<12_000 {
            let job = try #require(
                try await directory.call("DescribeUserImportJob", named(pool, id))["UserImportJob"])
            if job["CompletionDate"] != nil { return job }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("the import did not end")
        return [:]
    }

    @Test func usersAreImported() async throws {
        let pool = try await directory.makePool(["AutoVerifiedAttributes": ["email"]])
        try await directory.makeUser(pool, "bob")
        let client = try await directory.makeClient(pool)
        let header = try await directory.call("GetCSVHeader", ["UserPoolId": .string(pool)])
        #expect(header["CSVHeader"]?.array?.first?.string == "name")
        #expect(header["CSVHeader"]?.array?.last?.string == "cognito:username")
        let (job, id, token) = try await makeJob(pool)
        #expect(job.text("Status") == "Created")
        #expect(
            try await directory.refusal("StartUserImportJob", named(pool, id))
                == "PreconditionNotMetException: No CSV file was uploaded for the job.")
        try await put(
            """
            cognito:username,name,email,email_verified,phone_number,cognito:mfa_enabled
            ann,"Ann, ""the"" first",ann@example.com,TRUE,,false
            bob,Bob,bob@example.com,true,,false
            carl,Carl,carl@example.com,false,,false
            dora,Dora\\, too,dora@example.com,true,,true
            eve,Eve,no address,true,,false
            fay,Fay,fay@example.com,true
            gil,Gil,gil@example.com,true,+821012345678,true
            """, id, token)
        let started = try await directory.call("StartUserImportJob", named(pool, id))
        #expect(started.text("UserImportJob", "Status") == "Pending")
        let done = try await finished(pool, id)
        #expect(done.text("Status") == "Succeeded")
        #expect(done["ImportedUsers"]?.int == 2)
        #expect(done["SkippedUsers"]?.int == 1)
        #expect(done["FailedUsers"]?.int == 4)
        #expect(done.text("CloudWatchLogsRoleArn") == role.string)
        let user = try await directory.call("AdminGetUser", ["UserPoolId": .string(pool), "Username": "ann"])
        #expect(user.text("UserStatus") == "RESET_REQUIRED")
        #expect(user["UserAttributes"]?.array?.contains(["Name": "name", "Value": "Ann, \"the\" first"]) == true)
        // The user sets a password by the code that is mailed.
        try await directory.call("ForgotPassword", ["ClientId": .string(client), "Username": "ann"])
        try await directory.call(
            "ConfirmForgotPassword",
            [
                "ClientId": .string(client), "Username": "ann", "Password": .string(Directory.password),
                "ConfirmationCode": .string(directory.mail.lastCode),
            ])
        _ = try await directory.signIn(client)
        #expect(
            try await directory.refusal("StopUserImportJob", named(pool, id))
                == "PreconditionNotMetException: The job cannot be stopped in status Succeeded.")
    }

    @Test func manyRowsInStepsCompletelyAndOnce() async throws {
        let pool = try await directory.makePool()
        let (_, id, token) = try await makeJob(pool)
        let rows = (0..<350).map { "user\($0),false" }
        try await put((["cognito:username,cognito:mfa_enabled"] + rows).joined(separator: "\r\n"), id, token)
        try await directory.call("StartUserImportJob", named(pool, id))
        let done = try await finished(pool, id)
        #expect(done["ImportedUsers"]?.int == 350 && done["FailedUsers"]?.int == 0)
        let described = try await directory.call("DescribeUserPool", ["UserPoolId": .string(pool)])
        #expect(described["UserPool"]?["EstimatedNumberOfUsers"]?.int == 350)
    }

    @Test(arguments: [
        "username,cognito:mfa_enabled\nann,false", "cognito:username\nann",
        "cognito:username,cognito:mfa_enabled,colour\nann,false,red",
        "cognito:username,cognito:username,cognito:mfa_enabled\nann,ann,false", "",
    ])
    func headersThatAreWrong(text: String) async throws {
        let pool = try await directory.makePool()
        let (_, id, token) = try await makeJob(pool)
        try await put(text, id, token)
        try await directory.call("StartUserImportJob", named(pool, id))
        let done = try await finished(pool, id)
        #expect(done.text("Status") == "Failed")
        #expect(
            done.text("CompletionMessage") == "The header in the CSV file does not match the expected headers.")
    }

    @Test func addressesServeForAQuarterOfAnHourAndOneJob() async throws {
        let pool = try await directory.makePool()
        let (_, id, token) = try await makeJob(pool)
        let (_, other, _) = try await makeJob(pool)
        await #expect(throws: ServiceError.self) { try await put("x", other, token) }
        await #expect(throws: ServiceError.self) { try await put("x", id, token + "A") }
        directory.clock.advance(bySeconds: 900)
        await #expect(throws: ServiceError.self) { try await put("x", id, token) }
        // Describe gives a new one, until the job expires.
        #expect(
            try await directory.call("DescribeUserImportJob", named(pool, id))
                .text("UserImportJob", "PreSignedUrl") != nil)
        directory.clock.advance(bySeconds: 86_400)
        let described = try await directory.call("DescribeUserImportJob", named(pool, id))
        #expect(described.text("UserImportJob", "Status") == "Expired")
        #expect(described["UserImportJob"]?["PreSignedUrl"] == nil)
        #expect(
            try await directory.refusal("StartUserImportJob", named(pool, id))
                == "PreconditionNotMetException: The job cannot be started in status Expired.")
        let listed = try await directory.call("ListUserImportJobs", ["UserPoolId": .string(pool), "MaxResults": 1])
        #expect(listed["UserImportJobs"]?.array?.count == 1 && listed["PaginationToken"] != nil)
    }
}
