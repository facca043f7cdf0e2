import IAM
import PolicyEngine
import ServiceKit
import Testing
import Wire

@Suite struct GroupTests {
    let house: House
    init() throws { house = try House() }

    private let readOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"

    private func join(_ user: String, _ group: String) async throws {
        try await house.call("AddUserToGroup", ["GroupName": group, "UserName": user])
    }

    @Test func aGroupIsMadeAndFound() async throws {
        let made = try await house.call("CreateGroup", ["GroupName": "Devs", "Path": "/team/"])
        #expect(made["Arn"] == "arn:aws:iam::111122223333:group/team/Devs")
        #expect(made["GroupId"]?.hasPrefix("AGPA") == true)
        #expect(made["GroupId"]?.count == 21)
        let found = try await house.call("GetGroup", ["GroupName": "devs"])
        #expect(found["GroupName"] == "Devs")
        #expect(found["IsTruncated"] == "false")
        await expectRefusal("EntityAlreadyExists", "Group with name DEVS already exists.", status: 409) {
            try await house.call("CreateGroup", ["GroupName": "DEVS"])
        }
        await expectRefusal("ValidationError") { try await house.call("CreateGroup", ["GroupName": "no spaces"]) }
    }

    @Test(arguments: [
        "GetGroup", "DeleteGroup", "UpdateGroup", "ListGroupPolicies", "ListAttachedGroupPolicies",
    ])
    func whatIsNotThere(_ operation: String) async throws {
        await expectRefusal("NoSuchEntity", "The group with name nobody cannot be found.", status: 404) {
            try await house.call(operation, ["GroupName": "nobody"])
        }
    }

    @Test func membersAreListedFromBothEndsInPages() async throws {
        try await house.call("CreateGroup", ["GroupName": "devs"])
        for name in ["ada", "bob", "carol"] {
            try await house.call("CreateUser", ["UserName": name])
            for _ in 0..<2 { try await join(name, "devs") }
        }
        var found: [String] = []
        var marker: String?
        repeat {
            var pairs = [("GroupName", "devs"), ("MaxItems", "2")]
            if let marker { pairs.append(("Marker", marker)) }
            let page = try await house.call("GetGroup", pairs: pairs, as: nil)
            found += page.all("UserName")
            marker = page["Marker"]
        } while marker != nil && found.count < 9
        #expect(found.sorted() == ["ada", "bob", "carol"])
        #expect(try await house.call("ListGroupsForUser", ["UserName": "ada"]).all("GroupName") == ["devs"])
        try await house.call("RemoveUserFromGroup", ["GroupName": "devs", "UserName": "ada"])
        // Whoever is out may be put out again.
        try await house.call("RemoveUserFromGroup", ["GroupName": "devs", "UserName": "ada"])
        #expect(try await house.call("ListGroupsForUser", ["UserName": "ada"]).all("GroupName") == [])
        #expect(try await house.call("GetGroup", ["GroupName": "devs"]).all("UserName").sorted() == ["bob", "carol"])
        await expectRefusal("NoSuchEntity", "The user with name eve cannot be found.") { try await join("eve", "devs") }
        await expectRefusal("NoSuchEntity", "The group with name ops cannot be found.") { try await join("ada", "ops") }
    }

    @Test func aGroupsPoliciesAreItsMembers() async throws {
        let ada = try await house.user("ada")
        try await house.call("CreateGroup", ["GroupName": "devs"])
        try await house.call(
            "PutGroupPolicy",
            ["GroupName": "devs", "PolicyName": "put", "PolicyDocument": Policies.allow("s3:PutObject")])
        try await house.call("AttachGroupPolicy", ["GroupName": "devs", "PolicyArn": readOnly])
        #expect(try await !house.may(ada, "s3:GetObject", "arn:aws:s3:::b/k"))
        try await join("ada", "devs")
        #expect(try await house.may(ada, "s3:GetObject", "arn:aws:s3:::b/k"))
        #expect(try await house.may(ada, "s3:PutObject", "arn:aws:s3:::b/k"))
        // A boundary limits what groups give too.
        try await house.call("PutUserPermissionsBoundary", ["UserName": "ada", "PermissionsBoundary": readOnly])
        #expect(try await !house.may(ada, "s3:PutObject", "arn:aws:s3:::b/k"))
        try await house.call("DeleteUserPermissionsBoundary", ["UserName": "ada"])
        try await house.call(
            "PutGroupPolicy",
            ["GroupName": "devs", "PolicyName": "never", "PolicyDocument": Policies.deny("s3:GetObject")])
        #expect(try await !house.may(ada, "s3:GetObject", "arn:aws:s3:::b/k"))
        try await house.call("DeleteGroupPolicy", ["GroupName": "devs", "PolicyName": "never"])
        #expect(try await house.may(ada, "s3:GetObject", "arn:aws:s3:::b/k"))
        try await house.call("DetachGroupPolicy", ["GroupName": "devs", "PolicyArn": readOnly])
        #expect(try await !house.may(ada, "s3:GetObject", "arn:aws:s3:::b/k"))
        try await house.call("RemoveUserFromGroup", ["GroupName": "devs", "UserName": "ada"])
        #expect(try await !house.may(ada, "s3:PutObject", "arn:aws:s3:::b/k"))
    }

    @Test func aDecisionTellsWhoseGroupsPolicyItWas() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("s3:ListBucket"))
        try await house.call("CreateGroup", ["GroupName": "devs"])
        try await house.call("AttachGroupPolicy", ["GroupName": "devs", "PolicyArn": readOnly])
        try await house.call(
            "PutGroupPolicy",
            ["GroupName": "devs", "PolicyName": "never", "PolicyDocument": Policies.deny("s3:GetObject")])
        try await join("ada", "devs")
        let permission = Permission("s3:PutObject", on: "arn:aws:s3:::b/k")
        let call = house.context(ada)
        #expect(try await !house.iam.decide(permission, call).isAllowed)
        let policies = call.trail.denials.first?["policies"]?.array?.compactMap { $0["policy"]?.string }
        #expect(policies == ["inline", "never (group devs)", "\(readOnly) (group devs)"])
    }

    @Test func policiesOfAGroupAreShown() async throws {
        try await house.call("CreateGroup", ["GroupName": "devs"])
        let document = Policies.allow("s3:PutObject")
        try await house.call(
            "PutGroupPolicy", ["GroupName": "devs", "PolicyName": "put", "PolicyDocument": document])
        #expect(try await house.call("ListGroupPolicies", ["GroupName": "devs"]).all("member") == ["put"])
        let shown = try await house.call("GetGroupPolicy", ["GroupName": "devs", "PolicyName": "put"])
        #expect(shown.document("PolicyDocument") == document)
        await expectRefusal("NoSuchEntity", "The group policy with name get cannot be found.", status: 404) {
            try await house.call("GetGroupPolicy", ["GroupName": "devs", "PolicyName": "get"])
        }
        await expectRefusal(
            "LimitExceeded", "Maximum policy size of 5120 bytes exceeded for group devs", status: 409
        ) {
            try await house.call(
                "PutGroupPolicy",
                [
                    "GroupName": "devs", "PolicyName": "long",
                    "PolicyDocument": Policies.allow("s3:" + String(repeating: "a", count: 5000)),
                ])
        }
        try await house.call("AttachGroupPolicy", ["GroupName": "devs", "PolicyArn": readOnly])
        #expect(
            try await house.call("ListAttachedGroupPolicies", ["GroupName": "devs"]).all("PolicyArn") == [readOnly])
        let holders = try await house.call("ListEntitiesForPolicy", ["PolicyArn": readOnly])
        #expect(holders.all("GroupName") == ["devs"])
        let users = try await house.call(
            "ListEntitiesForPolicy", ["PolicyArn": readOnly, "EntityFilter": "User"])
        #expect(users.all("GroupName") == [])
        let groups = try await house.call(
            "ListEntitiesForPolicy", ["PolicyArn": readOnly, "EntityFilter": "Group", "PathPrefix": "/x/"])
        #expect(groups.all("GroupName") == [])
    }

    @Test func nothingIsDeletedWhileItIsInUse() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        try await house.call("CreateGroup", ["GroupName": "devs"])
        try await join("ada", "devs")
        let mustLeave = "Cannot delete entity, must remove users from group first."
        await expectRefusal("DeleteConflict", mustLeave, status: 409) {
            try await house.call("DeleteGroup", ["GroupName": "devs"])
        }
        await expectRefusal("DeleteConflict", mustLeave, status: 409) {
            try await house.call("DeleteUser", ["UserName": "ada"])
        }
        try await house.call("RemoveUserFromGroup", ["GroupName": "devs", "UserName": "ada"])
        try await house.call("DeleteUser", ["UserName": "ada"])
        try await house.call("AttachGroupPolicy", ["GroupName": "devs", "PolicyArn": readOnly])
        await expectRefusal("DeleteConflict", "Cannot delete entity, must detach all policies first.") {
            try await house.call("DeleteGroup", ["GroupName": "devs"])
        }
        try await house.call("DetachGroupPolicy", ["GroupName": "devs", "PolicyArn": readOnly])
        try await house.call(
            "PutGroupPolicy",
            ["GroupName": "devs", "PolicyName": "p", "PolicyDocument": Policies.allow("s3:*")])
        await expectRefusal("DeleteConflict", "Cannot delete entity, must delete policies first.") {
            try await house.call("DeleteGroup", ["GroupName": "devs"])
        }
        try await house.call("DeleteGroupPolicy", ["GroupName": "devs", "PolicyName": "p"])
        try await house.call("DeleteGroup", ["GroupName": "devs"])
        await expectRefusal("NoSuchEntity") { try await house.call("GetGroup", ["GroupName": "devs"]) }
    }

    @Test func aRenamedGroupKeepsMembersAndPolicies() async throws {
        let ada = try await house.user("ada")
        try await house.call("CreateGroup", ["GroupName": "devs"])
        try await house.call("CreateGroup", ["GroupName": "ops"])
        try await house.call("AttachGroupPolicy", ["GroupName": "devs", "PolicyArn": readOnly])
        try await join("ada", "devs")
        await expectRefusal("EntityAlreadyExists", "Group with name ops already exists.", status: 409) {
            try await house.call("UpdateGroup", ["GroupName": "devs", "NewGroupName": "ops"])
        }
        try await house.call("UpdateGroup", ["GroupName": "devs", "NewGroupName": "makers", "NewPath": "/x/"])
        let found = try await house.call("GetGroup", ["GroupName": "makers"])
        #expect(found["Arn"] == "arn:aws:iam::111122223333:group/x/makers")
        #expect(found.all("UserName") == ["ada"])
        #expect(try await house.may(ada, "s3:GetObject", "arn:aws:s3:::b/k"))
        await expectRefusal("NoSuchEntity") { try await house.call("GetGroup", ["GroupName": "devs"]) }
        #expect(try await house.call("ListGroups", ["PathPrefix": "/x/"]).all("GroupName") == ["makers"])
        #expect(try await house.call("ListGroups").all("GroupName") == ["makers", "ops"])
    }

    @Test func whoRenamesMustBeAllowedOnBothNames() async throws {
        let old = "arn:aws:iam::111122223333:group/devs"
        let ada = try await house.user("ada", allowing: Policies.allow("iam:UpdateGroup", on: old))
        try await house.call("CreateGroup", ["GroupName": "devs"])
        await expectRefusal("AccessDenied", status: 403) {
            try await house.call("UpdateGroup", ["GroupName": "devs", "NewGroupName": "ops"], as: ada)
        }
        await expectRefusal("AccessDenied", status: 403) {
            try await house.call("AddUserToGroup", ["GroupName": "devs", "UserName": "ada"], as: ada)
        }
    }

    @Test func aUserIsInTenGroupsAtMost() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        for number in 0..<10 {
            try await house.call("CreateGroup", ["GroupName": "g\(number)"])
            try await join("ada", "g\(number)")
        }
        try await house.call("CreateGroup", ["GroupName": "more"])
        await expectRefusal("LimitExceeded", "Cannot exceed quota for GroupsPerUser: 10", status: 409) {
            try await join("ada", "more")
        }
        // The tenth again is no eleventh.
        try await join("ada", "g9")
        #expect(try await house.call("ListGroupsForUser", ["UserName": "ada"]).all("GroupName").count == 10)
    }

    @Test func anAccountHasThreeHundredGroupsAtMost() async throws {
        for number in 0..<300 { try await house.call("CreateGroup", ["GroupName": "g\(number)"]) }
        await expectRefusal("LimitExceeded", "Cannot exceed quota for GroupsPerAccount: 300", status: 409) {
            try await house.call("CreateGroup", ["GroupName": "more"])
        }
        // Another account has its own.
        try await house.call("CreateGroup", ["GroupName": "more"], as: Caller.root(House.otherAccount))
    }
}
