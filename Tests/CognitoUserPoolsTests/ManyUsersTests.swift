import CognitoUserPools
import ServiceKit
import TestSupport
import Testing
import Wire

/// Ten thousand users, made by an import since none of them needs a password.
@Suite struct ManyUsersTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private func list(_ pool: String, _ more: JSONValue) async throws -> [String] {
        var names: [String] = []
        var token: JSONValue?
        repeat {
            var input = (["UserPoolId": .string(pool)] as JSONValue).merging(more)
            if let token { input = input.merging(["PaginationToken": token]) }
            let page = try await directory.call("ListUsers", input)
            names += page["Users"]?.array?.compactMap { $0.text("Username") } ?? []
            token = page["PaginationToken"]
        } while token != nil
        return names
    }

    @Test func tenThousandUsersArePagedCompletelyAndOnce() async throws {
        let pool = try await directory.makePool()
        let made = try await directory.call(
            "CreateUserImportJob",
            [
                "UserPoolId": .string(pool), "JobName": "many",
                "CloudWatchLogsRoleArn": "arn:aws:iam::000000000000:role/import",
            ])
        let id = try #require(made.text("UserImportJob", "JobId"))
        let address = try #require(made.text("UserImportJob", "PreSignedUrl"))
        let token = String(try #require(address.split(separator: "=", maxSplits: 1).last))
        let rows = (0..<10_000).map { "user\($0),false,mail\($0)@example.com,\($0 % 2 == 0 ? "even" : "odd")" }
        let file = (["cognito:username,cognito:mfa_enabled,email,given_name"] + rows).joined(separator: "\n")
        try await directory.service.acceptImportFile(id, token: token, Array(file.utf8), at: directory.clock.now)
        let job: JSONValue = ["UserPoolId": .string(pool), "JobId": .string(id)]
        try await directory.call("StartUserImportJob", job)
        var status: String?
        for _ in 0..<6000 where status != "Succeeded" {
            try await Task.sleep(for: .milliseconds(20))
            status = try await directory.call("DescribeUserImportJob", job).text("UserImportJob", "Status")
        }
        #expect(status == "Succeeded")
        let expected = Set((0..<10_000).map { "user\($0)" })
        for more in [
            [:], ["Filter": "cognito:user_status = \"RESET_REQUIRED\""], ["Filter": "status = \"Enabled\""],
            ["Filter": "email ^= \"mail\""], ["Filter": "username ^= \"user\""],
            ["AttributesToGet": ["email"]],
        ] as [JSONValue] {
            let all = try await list(pool, more)
            #expect(all.count == 10_000, "\(more)")
            #expect(Set(all) == expected, "\(more)")
        }
        let odd = try await list(pool, ["Filter": "given_name = \"odd\"", "Limit": 17])
        #expect(odd.count == 5000 && Set(odd).count == 5000)
        #expect(try await list(pool, ["Filter": "email = \"mail77@example.com\""]) == ["user77"])
        #expect(try await list(pool, ["Filter": "status = \"Disabled\""]).isEmpty)
    }
}
