import ServiceKit
import Testing

@Suite struct InstanceProfileTests {
    let house: House
    init() throws { house = try House() }

    private func makeProfile(_ name: String = "web") async throws -> Answer {
        try await house.call("CreateInstanceProfile", ["InstanceProfileName": name, "Path": "/app/"])
    }

    private func makeRole(_ name: String) async throws {
        try await house.call(
            "CreateRole", ["RoleName": name, "AssumeRolePolicyDocument": Policies.trustAccount])
    }

    private func add(_ role: String, as caller: Caller? = nil) async throws {
        try await house.call(
            "AddRoleToInstanceProfile", ["InstanceProfileName": "web", "RoleName": role], as: caller)
    }

    @Test func aProfileIsMadeAndFound() async throws {
        let made = try await makeProfile("Web")
        #expect(made["Arn"] == "arn:aws:iam::111122223333:instance-profile/app/Web")
        #expect(made["InstanceProfileId"]?.hasPrefix("AIPA") == true)
        let found = try await house.call("GetInstanceProfile", ["InstanceProfileName": "web"])
        #expect(found["InstanceProfileName"] == "Web" && found.all("RoleName") == [])
        #expect(
            try await house.call("ListInstanceProfiles", ["PathPrefix": "/app/"]).all("InstanceProfileName") == ["Web"])
        #expect(
            try await house.call("ListInstanceProfiles", ["PathPrefix": "/x/"]).all("InstanceProfileName") == [])
        await expectRefusal("EntityAlreadyExists", "Instance Profile WEB already exists.", status: 409) {
            _ = try await makeProfile("WEB")
        }
        await expectRefusal("NoSuchEntity", "Instance Profile db cannot be found.", status: 404) {
            try await house.call("GetInstanceProfile", ["InstanceProfileName": "db"])
        }
    }

    @Test func aProfileHasOneRole() async throws {
        _ = try await makeProfile()
        try await makeRole("app")
        try await makeRole("other")
        await expectRefusal("NoSuchEntity", "The role with name none cannot be found.") { try await add("none") }
        try await add("app")
        await expectRefusal(
            "LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1", status: 409
        ) { try await add("other") }
        let found = try await house.call("GetInstanceProfile", ["InstanceProfileName": "web"])
        #expect(found.all("RoleName") == ["app"])
        let ofRole = try await house.call("ListInstanceProfilesForRole", ["RoleName": "app"])
        #expect(ofRole.all("InstanceProfileName") == ["web"])
        let mustEmpty = "Cannot delete entity, must remove roles from instance profile first."
        await expectRefusal("DeleteConflict", mustEmpty, status: 409) {
            try await house.call("DeleteRole", ["RoleName": "app"])
        }
        await expectRefusal("DeleteConflict", mustEmpty, status: 409) {
            try await house.call("DeleteInstanceProfile", ["InstanceProfileName": "web"])
        }
        await expectRefusal("NoSuchEntity") {
            try await house.call(
                "RemoveRoleFromInstanceProfile", ["InstanceProfileName": "web", "RoleName": "other"])
        }
        try await house.call("RemoveRoleFromInstanceProfile", ["InstanceProfileName": "web", "RoleName": "app"])
        try await house.call("DeleteRole", ["RoleName": "app"])
        try await house.call("DeleteInstanceProfile", ["InstanceProfileName": "web"])
    }

    @Test func whoGivesARoleAwayMustBeAllowedToPassIt() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("iam:AddRoleToInstanceProfile"))
        _ = try await makeProfile()
        try await makeRole("app")
        await expectRefusal("AccessDenied", status: 403) { try await add("app", as: ada) }
        try await house.call(
            "PutUserPolicy",
            ["UserName": "ada", "PolicyName": "pass", "PolicyDocument": Policies.allow("iam:PassRole")])
        try await add("app", as: ada)
    }

    @Test func tagsCountInConditions() async throws {
        _ = try await makeProfile()
        try await house.call(
            "TagInstanceProfile",
            ["InstanceProfileName": "web", "Tags.member.1.Key": "Team", "Tags.member.1.Value": "one"])
        #expect(
            try await house.call("ListInstanceProfileTags", ["InstanceProfileName": "web"]).all("Key") == ["Team"])
        #expect(try await house.call("GetInstanceProfile", ["InstanceProfileName": "web"])["Key"] == "Team")
        let ofTeamOne =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","#
            + #""Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/Team":"one"}}}]}"#
        let ada = try await house.user("ada", allowing: ofTeamOne)
        try await house.call(
            "UntagInstanceProfile", ["InstanceProfileName": "web", "TagKeys.member.1": "team"], as: ada)
        await expectRefusal("AccessDenied") {
            try await house.call("DeleteInstanceProfile", ["InstanceProfileName": "web"], as: ada)
        }
    }
}
