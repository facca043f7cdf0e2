import ServiceKit
import Testing

@Suite struct PolicyTagTests {
    let house: House
    init() throws { house = try House() }

    private let arn = "arn:aws:iam::111122223333:policy/reader"

    private func makePolicy() async throws {
        try await house.call(
            "CreatePolicy",
            [
                "PolicyName": "reader", "PolicyDocument": Policies.allow("s3:Get*"),
                "Tags.member.1.Key": "Team", "Tags.member.1.Value": "one",
            ])
    }

    @Test func tagsAreReplacedTakenAwayAndPaged() async throws {
        try await makePolicy()
        try await house.call(
            "TagPolicy",
            [
                "PolicyArn": arn, "Tags.member.1.Key": "team", "Tags.member.1.Value": "two",
                "Tags.member.2.Key": "stage", "Tags.member.2.Value": "",
            ])
        let first = try await house.call("ListPolicyTags", ["PolicyArn": arn, "MaxItems": "1"])
        #expect(first.all("Key") == ["team"] && first["Value"] == "two" && first["IsTruncated"] == "true")
        let rest = try await house.call(
            "ListPolicyTags", ["PolicyArn": arn, "MaxItems": "1", "Marker": try #require(first["Marker"])])
        #expect(rest.all("Key") == ["stage"] && rest["IsTruncated"] == "false")
        try await house.call("UntagPolicy", ["PolicyArn": arn, "TagKeys.member.1": "TEAM"])
        #expect(try await house.call("GetPolicy", ["PolicyArn": arn]).all("Key") == ["stage"])
    }

    @Test func fiftyAreTheMost() async throws {
        try await makePolicy()
        for number in 0..<49 {
            try await house.call(
                "TagPolicy", ["PolicyArn": arn, "Tags.member.1.Key": "k\(number)", "Tags.member.1.Value": "v"])
        }
        await expectRefusal("LimitExceeded", "Cannot exceed quota for TagsPerPolicy: 50", status: 409) {
            try await house.call(
                "TagPolicy", ["PolicyArn": arn, "Tags.member.1.Key": "more", "Tags.member.1.Value": "v"])
        }
    }

    @Test func onlyAPolicyOfTheAccountHasTags() async throws {
        for operation in ["TagPolicy", "UntagPolicy", "ListPolicyTags"] {
            await expectRefusal("NoSuchEntity", "Policy \(arn) was not found.", status: 404) {
                try await house.call(
                    operation,
                    [
                        "PolicyArn": arn, "Tags.member.1.Key": "k", "Tags.member.1.Value": "v",
                        "TagKeys.member.1": "k",
                    ])
            }
            await expectRefusal("InvalidInput", "ARN not-an-arn-at-all-no is not valid.") {
                try await house.call(
                    operation,
                    [
                        "PolicyArn": "not-an-arn-at-all-no", "Tags.member.1.Key": "k", "Tags.member.1.Value": "v",
                        "TagKeys.member.1": "k",
                    ])
            }
        }
        let builtIn = "arn:aws:iam::aws:policy/AdministratorAccess"
        #expect(try await house.call("ListPolicyTags", ["PolicyArn": builtIn]).all("Key") == [])
        await expectRefusal("NoSuchEntity") {
            try await house.call("ListPolicyTags", ["PolicyArn": builtIn + "Not"])
        }
    }

    @Test func tagsCountInConditions() async throws {
        let mine =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:GetPolicy","iam:TagPolicy"],"#
            + #""Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/Team":"one"},"#
            + #""StringNotEqualsIfExists":{"aws:RequestTag/Team":"two"}}}]}"#
        let ada = try await house.user("ada", allowing: mine)
        try await makePolicy()
        #expect(try await house.call("GetPolicy", ["PolicyArn": arn], as: ada)["PolicyName"] == "reader")
        await expectRefusal("AccessDenied", status: 403) {
            try await house.call(
                "TagPolicy", ["PolicyArn": arn, "Tags.member.1.Key": "Team", "Tags.member.1.Value": "two"],
                as: ada)
        }
        try await house.call(
            "TagPolicy", ["PolicyArn": arn, "Tags.member.1.Key": "Team", "Tags.member.1.Value": "two"])
        await expectRefusal("AccessDenied", status: 403) {
            try await house.call("GetPolicy", ["PolicyArn": arn], as: ada)
        }
    }
}
