import ServiceKit
import Testing

@Suite struct RoleTests {
    let house: House
    init() throws { house = try House() }

    private func makeRole(_ name: String = "app") async throws {
        try await house.call(
            "CreateRole", ["RoleName": name, "AssumeRolePolicyDocument": Policies.trustAccount])
    }

    @Test func aRoleIsMadeAndFound() async throws {
        let made = try await house.call(
            "CreateRole",
            [
                "RoleName": "app", "Path": "/web/", "AssumeRolePolicyDocument": Policies.trustAccount,
                "Description": "of the shop", "MaxSessionDuration": "7200", "Tags.member.1.Key": "k",
                "Tags.member.1.Value": "v",
            ])
        #expect(made["Arn"] == "arn:aws:iam::111122223333:role/web/app")
        #expect(made["RoleId"]?.hasPrefix("AROA") == true)
        // Documents are percent-encoded by RFC 3986.
        #expect(made["AssumeRolePolicyDocument"]?.hasPrefix("%7B%22Version%22%3A%222012-10-17%22") == true)
        let found = try await house.call("GetRole", ["RoleName": "APP"])
        #expect(found.document("AssumeRolePolicyDocument") == Policies.trustAccount)
        #expect(found["MaxSessionDuration"] == "7200")
        #expect(found["Description"] == "of the shop")
        #expect(found["Value"] == "v")
        await expectRefusal("EntityAlreadyExists", "Role with name app already exists.", status: 409) {
            try await makeRole()
        }
    }

    @Test(arguments: [
        "DeleteRole", "GetRole", "ListRolePolicies", "ListAttachedRolePolicies", "ListRoleTags", "UpdateRole",
        "DeleteRolePermissionsBoundary",
    ])
    func whatIsNotThere(_ operation: String) async throws {
        await expectRefusal("NoSuchEntity", "The role with name none cannot be found.", status: 404) {
            try await house.call(operation, ["RoleName": "none"])
        }
    }

    @Test(arguments: [
        ("", "ValidationError"), ("no json", "MalformedPolicyDocument"),
        (Policies.allow("s3:*"), "MalformedPolicyDocument"),
        (Policies.trust(#"{"AWS":"*"}"#, action: "s3:GetObject"), "MalformedPolicyDocument"),
        (
            Policies.trust(#"{"AWS":"*"}"#, action: "sts:" + String(repeating: "a", count: 2048)),
            "LimitExceeded"
        ),
    ])
    func trustPoliciesThatAreNone(_ document: String, _ code: String) async throws {
        await expectRefusal(code) {
            try await house.call("CreateRole", ["RoleName": "app", "AssumeRolePolicyDocument": document])
        }
        await expectRefusal("NoSuchEntity") { try await house.call("GetRole", ["RoleName": "app"]) }
    }

    @Test func inlinePoliciesComeAndGo() async throws {
        try await makeRole()
        await expectRefusal("NoSuchEntity", "The role policy with name p cannot be found.", status: 404) {
            try await house.call("GetRolePolicy", ["RoleName": "app", "PolicyName": "p"])
        }
        for name in ["p", "q", "r"] {
            try await house.call(
                "PutRolePolicy",
                ["RoleName": "app", "PolicyName": name, "PolicyDocument": Policies.allow("s3:\(name)*")])
        }
        let found = try await house.call("GetRolePolicy", ["RoleName": "app", "PolicyName": "p"])
        #expect(found.document("PolicyDocument") == Policies.allow("s3:p*"))
        let page = try await house.call("ListRolePolicies", ["RoleName": "app", "MaxItems": "2"])
        #expect(page.all("member") == ["p", "q"])
        let rest = try await house.call(
            "ListRolePolicies", ["RoleName": "app", "Marker": page["Marker"] ?? ""])
        #expect(rest.all("member") == ["r"])
        await expectRefusal(
            "DeleteConflict", "Cannot delete entity, must delete policies first.", status: 409
        ) {
            try await house.call("DeleteRole", ["RoleName": "app"])
        }
        for name in ["p", "q", "r"] {
            try await house.call("DeleteRolePolicy", ["RoleName": "app", "PolicyName": name])
        }
        try await house.call("DeleteRole", ["RoleName": "app"])
        // A role made anew has none of it.
        try await makeRole()
        #expect(try await house.call("ListRolePolicies", ["RoleName": "app"]).all("member") == [])
    }

    @Test func inlinePoliciesTogetherHaveALimit() async throws {
        try await makeRole()
        let long = Policies.allow("s3:" + String(repeating: "a", count: 6000))
        try await house.call(
            "PutRolePolicy", ["RoleName": "app", "PolicyName": "one", "PolicyDocument": long])
        await expectRefusal(
            "LimitExceeded", "Maximum policy size of 10240 bytes exceeded for role app", status: 409
        ) {
            try await house.call(
                "PutRolePolicy", ["RoleName": "app", "PolicyName": "two", "PolicyDocument": long])
        }
        // White space does not count, and a policy takes its own place.
        let spaced = long + String(repeating: " ", count: 9000)
        try await house.call(
            "PutRolePolicy", ["RoleName": "app", "PolicyName": "one", "PolicyDocument": spaced])
        try await house.call("CreateUser", ["UserName": "ada"])
        await expectRefusal("LimitExceeded", "Maximum policy size of 2048 bytes exceeded for user ada") {
            try await house.call(
                "PutUserPolicy", ["UserName": "ada", "PolicyName": "p", "PolicyDocument": long])
        }
    }

    @Test func aMalformedPolicyChangesNothing() async throws {
        try await makeRole()
        let good = Policies.allow("s3:GetObject")
        try await house.call("PutRolePolicy", ["RoleName": "app", "PolicyName": "p", "PolicyDocument": good])
        await expectRefusal("MalformedPolicyDocument", "Syntax errors in policy.", status: 400) {
            try await house.call(
                "PutRolePolicy",
                ["RoleName": "app", "PolicyName": "p", "PolicyDocument": #"{"Version":"1"}"#])
        }
        let found = try await house.call("GetRolePolicy", ["RoleName": "app", "PolicyName": "p"])
        #expect(found.document("PolicyDocument") == good)
    }

    @Test func whatARoleIsCanBeChanged() async throws {
        try await makeRole()
        try await house.call(
            "UpdateRole", ["RoleName": "app", "Description": "new", "MaxSessionDuration": "3700"])
        let trust = Policies.trust(#"{"Service":"lambda.amazonaws.com"}"#)
        try await house.call("UpdateAssumeRolePolicy", ["RoleName": "app", "PolicyDocument": trust])
        try await house.call(
            "TagRole", ["RoleName": "app", "Tags.member.1.Key": "k", "Tags.member.1.Value": "v"])
        try await house.call(
            "PutRolePermissionsBoundary",
            ["RoleName": "app", "PermissionsBoundary": "arn:aws:iam::aws:policy/PowerUserAccess"])
        let found = try await house.call("GetRole", ["RoleName": "app"])
        #expect(found["Description"] == "new")
        #expect(found["MaxSessionDuration"] == "3700")
        #expect(found.document("AssumeRolePolicyDocument") == trust)
        #expect(found["PermissionsBoundaryArn"] == "arn:aws:iam::aws:policy/PowerUserAccess")
        #expect(try await house.call("ListRoleTags", ["RoleName": "app"])["Key"] == "k")
        try await house.call("UntagRole", ["RoleName": "app", "TagKeys.member.1": "k"])
        #expect(try await house.call("ListRoleTags", ["RoleName": "app"])["Key"] == nil)
        await expectRefusal("NoSuchEntity", status: 404) {
            try await house.call(
                "PutRolePermissionsBoundary",
                ["RoleName": "app", "PermissionsBoundary": "arn:aws:iam::aws:policy/NoSuchPolicy"])
        }
    }

    @Test func rolesAreListedByPath() async throws {
        for (name, path) in [("b", "/x/"), ("a", "/x/"), ("c", "/y/")] {
            try await house.call(
                "CreateRole",
                ["RoleName": name, "Path": path, "AssumeRolePolicyDocument": Policies.trustAccount])
        }
        #expect(try await house.call("ListRoles", ["PathPrefix": "/x/"]).all("RoleName") == ["a", "b"])
        let first = try await house.call("ListRoles", ["MaxItems": "1", "PathPrefix": "/x/"])
        #expect(first.all("RoleName") == ["a"])
        let second = try await house.call(
            "ListRoles", ["MaxItems": "1", "PathPrefix": "/x/", "Marker": first["Marker"] ?? ""])
        #expect(second.all("RoleName") == ["b"])
    }
}
