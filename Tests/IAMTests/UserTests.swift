import ServiceKit
import Testing

@Suite struct UserTests {
    let house: House
    init() throws { house = try House() }

    @Test func aUserIsMadeAndFound() async throws {
        let made = try await house.call(
            "CreateUser",
            ["UserName": "Ada", "Path": "/team/", "Tags.member.1.Key": "dept", "Tags.member.1.Value": "math"])
        #expect(made["Arn"] == "arn:aws:iam::111122223333:user/team/Ada")
        #expect(made["UserId"]?.hasPrefix("AIDA") == true)
        #expect(made["UserId"]?.count == 21)
        // Names are found without regard to case, and shown as they were made.
        let found = try await house.call("GetUser", ["UserName": "ada"])
        #expect(found["UserName"] == "Ada")
        #expect(found["Key"] == "dept")
        #expect(found["CreateDate"] == "2025-11-24T16:00:00Z")
    }

    @Test func namesAreUniqueWithoutRegardToCase() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        await expectRefusal("EntityAlreadyExists", "User with name ADA already exists.", status: 409) {
            try await house.call("CreateUser", ["UserName": "ADA"])
        }
    }

    @Test(arguments: [
        "GetUser", "DeleteUser", "ListUserPolicies", "ListAccessKeys", "ListUserTags", "UpdateUser",
    ])
    func whoIsNotThere(_ operation: String) async throws {
        await expectRefusal("NoSuchEntity", "The user with name nobody cannot be found.", status: 404) {
            try await house.call(operation, ["UserName": "nobody"])
        }
    }

    @Test func withoutANameTheCallerIsMeant() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("iam:GetUser", "iam:ListAccessKeys"))
        #expect(try await house.call("GetUser", as: ada)["UserName"] == "ada")
        #expect(try await house.call("ListAccessKeys", as: ada).all("AccessKeyId").count == 1)
        #expect(try await house.call("GetUser")["Arn"] == "arn:aws:iam::111122223333:root")
        await expectRefusal("ValidationError", "Must specify userName when calling with non-User credentials") {
            try await house.call("CreateAccessKey")
        }
    }

    @Test func aUserIsDeletedOnlyWhenNothingHangsOnIt() async throws {
        let keys = try await keysOfUserWithEverything()
        await expectRefusal(
            "DeleteConflict", "Cannot delete entity, must delete access keys first.", status: 409
        ) {
            try await house.call("DeleteUser", ["UserName": "ada"])
        }
        try await house.call(
            "DeleteAccessKey", ["UserName": "ada", "AccessKeyId": keys["AccessKeyId"] ?? ""])
        await expectRefusal("DeleteConflict", "Cannot delete entity, must detach all policies first.") {
            try await house.call("DeleteUser", ["UserName": "ada"])
        }
        try await house.call(
            "DetachUserPolicy", ["UserName": "ada", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"])
        await expectRefusal("DeleteConflict", "Cannot delete entity, must delete policies first.") {
            try await house.call("DeleteUser", ["UserName": "ada"])
        }
        try await house.call("DeleteUserPolicy", ["UserName": "ada", "PolicyName": "p"])
        try await house.call("DeleteUser", ["UserName": "ada"])
        await expectRefusal("NoSuchEntity") { try await house.call("GetUser", ["UserName": "ada"]) }
    }

    private func keysOfUserWithEverything() async throws -> Answer {
        try await house.call("CreateUser", ["UserName": "ada"])
        try await house.call(
            "PutUserPolicy",
            ["UserName": "ada", "PolicyName": "p", "PolicyDocument": Policies.allow("s3:*")])
        try await house.call(
            "AttachUserPolicy", ["UserName": "ada", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"])
        return try await house.call("CreateAccessKey", ["UserName": "ada"])
    }

    @Test func aRenamedUserKeepsAllItHas() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("s3:GetObject"))
        await expectRefusal("EntityAlreadyExists") {
            try await house.call("CreateUser", ["UserName": "eve"])
            try await house.call("UpdateUser", ["UserName": "ada", "NewUserName": "eve"])
        }
        try await house.call("UpdateUser", ["UserName": "ada", "NewUserName": "lovelace", "NewPath": "/x/"])
        let found = try await house.call("GetUser", ["UserName": "lovelace"])
        #expect(found["Arn"] == "arn:aws:iam::111122223333:user/x/lovelace")
        #expect(try await house.may(ada, "s3:GetObject", "arn:aws:s3:::b/k"))
        await expectRefusal("NoSuchEntity") { try await house.call("GetUser", ["UserName": "ada"]) }
    }

    @Test func aRenamedUserKeepsGroupsAndPassword() async throws {
        let ada = try await house.user("ada")
        try await house.call("CreateGroup", ["GroupName": "devs"])
        try await house.call(
            "PutGroupPolicy",
            ["GroupName": "devs", "PolicyName": "p", "PolicyDocument": Policies.allow("s3:GetObject")])
        try await house.call("AddUserToGroup", ["GroupName": "devs", "UserName": "ada"])
        try await house.call("CreateLoginProfile", ["UserName": "ada", "Password": "Correct-horse-7"])
        try await house.call("UpdateUser", ["UserName": "ada", "NewUserName": "lovelace"])
        #expect(try await house.may(ada, "s3:GetObject", "arn:aws:s3:::b/k"))
        #expect(try await house.call("GetGroup", ["GroupName": "devs"]).all("UserName") == ["lovelace"])
        #expect(try await house.call("GetLoginProfile", ["UserName": "lovelace"])["UserName"] == "lovelace")
        // Who is made anew under the old name has nothing of it.
        try await house.call("CreateUser", ["UserName": "ada"])
        #expect(try await house.call("ListGroupsForUser", ["UserName": "ada"]).all("GroupName") == [])
        await expectRefusal("NoSuchEntity") { try await house.call("GetLoginProfile", ["UserName": "ada"]) }
    }

    @Test func listsGoByPathAndPage() async throws {
        for name in ["carol", "Bob", "alice"] {
            try await house.call("CreateUser", ["UserName": name, "Path": name == "Bob" ? "/b/" : "/a/"])
        }
        #expect(try await house.call("ListUsers").all("UserName") == ["alice", "Bob", "carol"])
        #expect(
            try await house.call("ListUsers", ["PathPrefix": "/a/"]).all("UserName") == ["alice", "carol"])
        let first = try await house.call("ListUsers", ["MaxItems": "2"])
        #expect(first["IsTruncated"] == "true")
        let marker = try #require(first["Marker"])
        let second = try await house.call("ListUsers", ["MaxItems": "2", "Marker": marker])
        #expect(second.all("UserName") == ["carol"])
        #expect(second["IsTruncated"] == "false")
        // A marker belongs to its list, and none can be made up.
        await expectRefusal("ValidationError") {
            try await house.call("ListUsers", ["PathPrefix": "/a/", "Marker": marker])
        }
        await expectRefusal("ValidationError") { try await house.call("ListRoles", ["Marker": marker]) }
    }

    @Test func tagsAreReplacedByKeyWithoutRegardToCase() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        try await house.call(
            "TagUser", ["UserName": "ada", "Tags.member.1.Key": "Dept", "Tags.member.1.Value": "one"])
        try await house.call(
            "TagUser", ["UserName": "ada", "Tags.member.1.Key": "dept", "Tags.member.1.Value": "two"])
        let tags = try await house.call("ListUserTags", ["UserName": "ada"])
        #expect(tags.all("Key") == ["dept"])
        #expect(tags.all("Value") == ["two"])
        await expectRefusal("InvalidInput") {
            try await house.call(
                "TagUser",
                [
                    "UserName": "ada", "Tags.member.1.Key": "k", "Tags.member.1.Value": "1",
                    "Tags.member.2.Key": "K", "Tags.member.2.Value": "2",
                ])
        }
        try await house.call("UntagUser", ["UserName": "ada", "TagKeys.member.1": "DEPT"])
        #expect(try await house.call("ListUserTags", ["UserName": "ada"]).all("Key") == [])
    }

    @Test func accountsDoNotSeeOneAnother() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        let other = Caller.root(House.otherAccount)
        await expectRefusal("NoSuchEntity") {
            try await house.call("GetUser", ["UserName": "ada"], as: other)
        }
        try await house.call("CreateUser", ["UserName": "ada"], as: other)
        #expect(try await house.call("ListUsers", as: other)["Arn"] == "arn:aws:iam::444455556666:user/ada")
    }

    @Test(arguments: [
        ("UserName", "no spaces"), ("UserName", String(repeating: "a", count: 65)), ("Path", "x"),
    ])
    func limitsOfTheModel(_ member: String, _ value: String) async throws {
        await expectRefusal("ValidationError", status: 400) {
            if member == "UserName" {
                try await house.call("CreateUser", ["UserName": value])
            } else {
                try await house.call("CreateUser", ["UserName": "ada", "Path": value])
            }
        }
    }

    @Test func aMissingNameIsNamed() async throws {
        let ada = try await house.user("ada")
        // Nothing names the resource: what is missing is the answer, though ada may do nothing.
        await expectRefusal("ValidationError") { try await house.call("CreateUser", as: ada) }
    }
}
