import FoundationEssentials
import IAM
import ServiceKit
import TestSupport
import Testing

@Suite struct AccountTests {
    let house: House
    init() throws { house = try House() }

    private let other = Caller.root(House.otherAccount)

    @Test func anAccountHasOneAliasAndNobodyElseHasIt() async throws {
        #expect(try await house.call("ListAccountAliases").all("member") == [])
        try await house.call("CreateAccountAlias", ["AccountAlias": "acme"])
        await expectRefusal("EntityAlreadyExists", "The account alias acme already exists.", status: 409) {
            try await house.call("CreateAccountAlias", ["AccountAlias": "acme"], as: other)
        }
        try await house.call("CreateAccountAlias", ["AccountAlias": "acme-main"])
        #expect(try await house.call("ListAccountAliases").all("member") == ["acme-main"])
        // The old one is free again.
        try await house.call("CreateAccountAlias", ["AccountAlias": "acme"], as: other)
        await expectRefusal("NoSuchEntity", "The account alias acme cannot be found.", status: 404) {
            try await house.call("DeleteAccountAlias", ["AccountAlias": "acme"])
        }
        try await house.call("DeleteAccountAlias", ["AccountAlias": "acme-main"])
        #expect(try await house.call("ListAccountAliases").all("member") == [])
        try await house.call("CreateAccountAlias", ["AccountAlias": "acme-main"], as: other)
    }

    @Test(arguments: ["no", "Capital", "-dash", "dash-", "two--dashes", String(repeating: "a", count: 64)])
    func aliasesThatAreNone(_ alias: String) async throws {
        await expectRefusal("ValidationError", status: 400) {
            try await house.call("CreateAccountAlias", ["AccountAlias": alias])
        }
    }

    private func summary() async throws -> [String: String] {
        let answer = try await house.call("GetAccountSummary")
        return Dictionary(uniqueKeysWithValues: zip(answer.all("key"), answer.all("value")))
    }

    @Test func theSummaryCounts() async throws {
        let empty = try await summary()
        #expect(empty["Users"] == "0" && empty["UsersQuota"] == "5000" && empty["GroupsQuota"] == "300")
        try await house.call("CreateUser", ["UserName": "ada"])
        try await house.call("CreateUser", ["UserName": "eve"], as: other)
        try await house.call("CreateGroup", ["GroupName": "devs"])
        try await house.call("CreateInstanceProfile", ["InstanceProfileName": "web"])
        try await house.call(
            "CreateRole", ["RoleName": "app", "AssumeRolePolicyDocument": Policies.trustAccount])
        try await house.call("CreatePolicy", ["PolicyName": "p", "PolicyDocument": Policies.allow("s3:*")])
        try await house.call(
            "CreatePolicyVersion",
            ["PolicyArn": "arn:aws:iam::111122223333:policy/p", "PolicyDocument": Policies.allow("s3:Get*")])
        try await house.call("CreateOpenIDConnectProvider", ["Url": "https://id.example.com"])
        let full = try await summary()
        for key in ["Users", "Groups", "InstanceProfiles", "Roles", "Policies", "Providers"] {
            #expect(full[key] == "1", "\(key)")
        }
        #expect(full["PolicyVersionsInUse"] == "2")
        let ada = try await house.user("bob")
        await expectRefusal("AccessDenied", status: 403) { try await house.call("GetAccountSummary", as: ada) }
    }

    private func report() async throws -> [[String: String]] {
        let answer = try await house.call("GetCredentialReport")
        #expect(answer["ReportFormat"] == "text/csv")
        let content = try #require(answer["Content"].flatMap { Data(base64Encoded: $0) })
        let lines = String(decoding: content, as: UTF8.self).split(separator: "\n")
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    @Test func aReportTellsOfEveryCredential() async throws {
        await expectRefusal("ReportNotPresent", status: 410) { try await house.call("GetCredentialReport") }
        try await house.call("UpdateAccountPasswordPolicy", ["MaxPasswordAge": "10"])
        try await house.call("CreateUser", ["UserName": "ada"])
        try await house.call("CreateLoginProfile", ["UserName": "ada", "Password": "Correct-horse-7"])
        let key = try #require(
            try await house.call("CreateAccessKey", ["UserName": "ada"])["AccessKeyId"])
        house.iam.noteUse(accessKeyID: key, by: nil, service: "s3", region: "eu-central-1", at: house.clock.now)
        #expect(try await house.call("GenerateCredentialReport")["State"] == "STARTED")
        #expect(try await house.call("GenerateCredentialReport")["State"] == "COMPLETE")
        let rows = try await report()
        #expect(rows.map { $0["user"] } == ["<root_account>", "ada"])
        #expect(rows[0]["arn"] == "arn:aws:iam::111122223333:root")
        #expect(rows[0]["password_enabled"] == "not_supported")
        let ada = rows[1]
        #expect(ada["user_creation_time"] == "2025-11-24T16:00:00+00:00")
        #expect(ada["password_enabled"] == "true" && ada["password_last_used"] == "no_information")
        #expect(ada["password_next_rotation"] == "2025-12-04T16:00:00+00:00" && ada["mfa_active"] == "false")
        #expect(ada["access_key_1_active"] == "true" && ada["access_key_1_last_used_service"] == "s3")
        #expect(ada["access_key_2_active"] == "false" && ada["access_key_2_last_rotated"] == "N/A")
        #expect(ada["cert_2_last_rotated"] == "N/A" && ada.count == 22)
    }

    @Test func aReportIsGoodForFourHours() async throws {
        try await house.call("GenerateCredentialReport")
        try await house.call("CreateUser", ["UserName": "ada"])
        house.clock.advance(bySeconds: 4 * 3600 - 1)
        #expect(try await house.call("GenerateCredentialReport")["State"] == "COMPLETE")
        #expect(try await report().count == 1)
        house.clock.advance(bySeconds: 1)
        await expectRefusal("ReportExpired", status: 410) { try await house.call("GetCredentialReport") }
        #expect(try await house.call("GenerateCredentialReport")["State"] == "STARTED")
        #expect(try await report().count == 2)
    }

    private func fill() async throws {
        for name in ["ada", "bob", "carol"] { try await house.call("CreateUser", ["UserName": name]) }
        try await house.call("CreateGroup", ["GroupName": "devs"])
        try await house.call("AddUserToGroup", ["GroupName": "devs", "UserName": "ada"])
        try await house.call(
            "PutGroupPolicy",
            ["GroupName": "devs", "PolicyName": "inline", "PolicyDocument": Policies.allow("s3:*")])
        try await house.call(
            "CreateRole", ["RoleName": "app", "AssumeRolePolicyDocument": Policies.trustAccount])
        try await house.call("CreatePolicy", ["PolicyName": "own", "PolicyDocument": Policies.allow("s3:*")])
        try await house.call(
            "AttachRolePolicy", ["RoleName": "app", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"])
        try await house.call(
            "PutUserPermissionsBoundary",
            ["UserName": "bob", "PermissionsBoundary": "arn:aws:iam::aws:policy/PowerUserAccess"])
    }

    @Test func detailsOfAllInPagesOfAnySize() async throws {
        try await fill()
        let whole = try await house.call("GetAccountAuthorizationDetails")
        #expect(whole["IsTruncated"] == "false")
        #expect(whole.all("UserId").count == 3 && whole.all("GroupId").count == 1)
        let ids = whole.all("UserId") + whole.all("GroupId") + whole.all("RoleId") + whole.all("PolicyId")
        // Of AWS's policies those that are in use.
        #expect(whole.all("PolicyId").count == 3)
        #expect(whole.text.contains("<GroupList><member>devs</member></GroupList>"))
        #expect(whole.document("PolicyDocument") == Policies.allow("s3:*"))
        for size in [1, 2, 3, 4, 7] {
            var found: [String] = []
            var marker: String?
            var pages = 0
            repeat {
                var pairs = [("MaxItems", String(size))]
                if let marker { pairs.append(("Marker", marker)) }
                let page = try await house.call("GetAccountAuthorizationDetails", pairs: pairs, as: nil)
                for name in ["UserId", "GroupId", "RoleId", "PolicyId"] { found += page.all(name) }
                marker = page["Marker"]
                pages += 1
            } while marker != nil && pages < 20
            #expect(found == ids, "pages of \(size)")
        }
    }

    @Test func detailsAreFiltered() async throws {
        try await fill()
        let roles = try await house.call("GetAccountAuthorizationDetails", ["Filter.member.1": "Role"])
        #expect(roles.all("RoleName") == ["app"] && roles.all("UserId") == [] && roles.all("PolicyId") == [])
        let policies = try await house.call(
            "GetAccountAuthorizationDetails",
            ["Filter.member.1": "LocalManagedPolicy", "Filter.member.2": "Group", "MaxItems": "1"])
        #expect(policies.all("GroupName") == ["devs"])
        let marker = try #require(policies["Marker"])
        await expectRefusal("ValidationError", "Invalid Marker.") {
            try await house.call("GetAccountAuthorizationDetails", ["Filter.member.1": "Role", "Marker": marker])
        }
        await expectRefusal("ValidationError") {
            try await house.call("GetAccountAuthorizationDetails", ["Filter.member.1": "Nonsense"])
        }
    }
}
