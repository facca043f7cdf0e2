import ServiceKit
import Testing

@Suite struct ManagedPolicyTests {
    let house: House
    init() throws { house = try House() }

    private let arn = "arn:aws:iam::111122223333:policy/app/reader"
    private let builtIn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"

    private func makePolicy() async throws -> Answer {
        try await house.call(
            "CreatePolicy",
            [
                "PolicyName": "reader", "Path": "/app/", "PolicyDocument": Policies.allow("s3:Get*"),
                "Description": "reads",
            ])
    }

    @Test func aPolicyIsMadeAndFound() async throws {
        let made = try await makePolicy()
        #expect(made["Arn"] == arn)
        #expect(made["PolicyId"]?.hasPrefix("ANPA") == true)
        #expect(made["DefaultVersionId"] == "v1")
        #expect(made["AttachmentCount"] == "0")
        #expect(try await house.call("GetPolicy", ["PolicyArn": arn])["Description"] == "reads")
        let version = try await house.call("GetPolicyVersion", ["PolicyArn": arn, "VersionId": "v1"])
        #expect(version.document("Document") == Policies.allow("s3:Get*"))
        await expectRefusal(
            "EntityAlreadyExists", "A policy called reader already exists. Duplicate names are not allowed.",
            status: 409
        ) { _ = try await makePolicy() }
        await expectRefusal("NoSuchEntity", status: 404) {
            // The path is part of the name in an ARN.
            try await house.call("GetPolicy", ["PolicyArn": "arn:aws:iam::111122223333:policy/reader"])
        }
        await expectRefusal(
            "NoSuchEntity", "Policy \(arn) version v7 does not exist or is not attachable.", status: 404
        ) { try await house.call("GetPolicyVersion", ["PolicyArn": arn, "VersionId": "v7"]) }
    }

    @Test func aPolicyHasFiveVersionsAtMost() async throws {
        _ = try await makePolicy()
        for number in 2...5 {
            let made = try await house.call(
                "CreatePolicyVersion",
                [
                    "PolicyArn": arn, "PolicyDocument": Policies.allow("s3:v\(number)"),
                    "SetAsDefault": number == 3 ? "true" : "false",
                ])
            #expect(made["VersionId"] == "v\(number)")
        }
        await expectRefusal("LimitExceeded", status: 409) {
            try await house.call(
                "CreatePolicyVersion", ["PolicyArn": arn, "PolicyDocument": Policies.allow("s3:*")])
        }
        let versions = try await house.call("ListPolicyVersions", ["PolicyArn": arn])
        #expect(versions.all("VersionId") == ["v5", "v4", "v3", "v2", "v1"])
        #expect(versions.all("IsDefaultVersion") == ["false", "false", "true", "false", "false"])
        await expectRefusal("DeleteConflict", "Cannot delete the default version of a policy.", status: 409) {
            try await house.call("DeletePolicyVersion", ["PolicyArn": arn, "VersionId": "v3"])
        }
        await expectRefusal("DeleteConflict", status: 409) {
            try await house.call("DeletePolicy", ["PolicyArn": arn])
        }
        for number in [1, 2, 4, 5] {
            try await house.call("DeletePolicyVersion", ["PolicyArn": arn, "VersionId": "v\(number)"])
        }
        // A number is not used again.
        let next = try await house.call(
            "CreatePolicyVersion", ["PolicyArn": arn, "PolicyDocument": Policies.allow("s3:*")])
        #expect(next["VersionId"] == "v6")
        try await house.call("DeletePolicyVersion", ["PolicyArn": arn, "VersionId": "v6"])
        try await house.call("DeletePolicy", ["PolicyArn": arn])
        await expectRefusal("NoSuchEntity", "Policy \(arn) was not found.", status: 404) {
            try await house.call("GetPolicy", ["PolicyArn": arn])
        }
    }

    @Test func attachmentsAreCountedAndListedFromBothEnds() async throws {
        _ = try await makePolicy()
        try await house.call("CreateUser", ["UserName": "ada"])
        try await house.call(
            "CreateRole", ["RoleName": "app", "AssumeRolePolicyDocument": Policies.trustAccount])
        for _ in 0..<2 { try await house.call("AttachUserPolicy", ["UserName": "ada", "PolicyArn": arn]) }
        try await house.call("AttachRolePolicy", ["RoleName": "app", "PolicyArn": arn])
        try await house.call("AttachRolePolicy", ["RoleName": "app", "PolicyArn": builtIn])
        try await house.call("PutUserPermissionsBoundary", ["UserName": "ada", "PermissionsBoundary": arn])
        let policy = try await house.call("GetPolicy", ["PolicyArn": arn])
        #expect(policy["AttachmentCount"] == "2")
        #expect(policy["PermissionsBoundaryUsageCount"] == "1")
        let holders = try await house.call("ListEntitiesForPolicy", ["PolicyArn": arn])
        #expect(holders.all("UserName") == ["ada"])
        #expect(holders.all("RoleName") == ["app"])
        let users = try await house.call("ListEntitiesForPolicy", ["PolicyArn": arn, "EntityFilter": "User"])
        #expect(users.all("UserName") == ["ada"])
        #expect(users.all("RoleName") == [])
        let attached = try await house.call("ListAttachedRolePolicies", ["RoleName": "app"])
        #expect(Set(attached.all("PolicyArn")) == [arn, builtIn])
        #expect(Set(attached.all("PolicyName")) == ["reader", "AmazonS3ReadOnlyAccess"])
        let ofPath = try await house.call(
            "ListAttachedRolePolicies", ["RoleName": "app", "PathPrefix": "/app/"])
        #expect(ofPath.all("PolicyArn") == [arn])
        await expectRefusal("DeleteConflict", "Cannot delete a policy attached to entities.", status: 409) {
            try await house.call("DeletePolicy", ["PolicyArn": arn])
        }
        try await house.call("DetachUserPolicy", ["UserName": "ada", "PolicyArn": arn])
        try await house.call("DetachRolePolicy", ["RoleName": "app", "PolicyArn": arn])
        // As a boundary it is still in use.
        await expectRefusal("DeleteConflict") { try await house.call("DeletePolicy", ["PolicyArn": arn]) }
        try await house.call("DeleteUserPermissionsBoundary", ["UserName": "ada"])
        try await house.call("DeletePolicy", ["PolicyArn": arn])
        await expectRefusal("NoSuchEntity", "Policy \(arn) was not found.", status: 404) {
            try await house.call("DetachRolePolicy", ["RoleName": "app", "PolicyArn": arn])
        }
    }

    @Test func tenPoliciesAreTheMost() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        for number in 0...10 {
            let made = try await house.call(
                "CreatePolicy", ["PolicyName": "p\(number)", "PolicyDocument": Policies.allow("s3:*")])
            let arn = try #require(made["Arn"])
            if number < 10 {
                try await house.call("AttachUserPolicy", ["UserName": "ada", "PolicyArn": arn])
            } else {
                await expectRefusal(
                    "LimitExceeded", "Cannot exceed quota for PoliciesPerUser: 10", status: 409
                ) {
                    try await house.call("AttachUserPolicy", ["UserName": "ada", "PolicyArn": arn])
                }
            }
        }
    }

    @Test(arguments: ["arn:aws:iam::aws:policy/NoSuchPolicy", "arn:aws:iam::111122223333:policy/none"])
    func policiesThatAreNotThere(_ arn: String) async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        await expectRefusal("NoSuchEntity", "Policy \(arn) does not exist or is not attachable.", status: 404) {
            try await house.call("AttachUserPolicy", ["UserName": "ada", "PolicyArn": arn])
        }
    }

    @Test func aPolicyOfAnotherAccountCannotBeAttached() async throws {
        _ = try await makePolicy()
        let other = Caller.root(House.otherAccount)
        try await house.call("CreateUser", ["UserName": "eve"], as: other)
        await expectRefusal("NoSuchEntity") {
            try await house.call("AttachUserPolicy", ["UserName": "eve", "PolicyArn": arn], as: other)
        }
        await expectRefusal("AccessDenied") {
            try await house.call("GetPolicy", ["PolicyArn": arn], as: other)
        }
    }

    @Test(arguments: [
        (Policies.allow("s3:*").replacing("2012-10-17", with: "2008-10-17"), "MalformedPolicyDocument"),
        (Policies.allow("nonsense"), "MalformedPolicyDocument"),
        (Policies.allow("s3:" + String(repeating: "a", count: 6144)), "LimitExceeded"),
    ])
    func documentsThatAreNone(_ document: String, _ code: String) async throws {
        await expectRefusal(code) {
            try await house.call("CreatePolicy", ["PolicyName": "p", "PolicyDocument": document])
        }
    }

    @Test func policiesAreListed() async throws {
        _ = try await makePolicy()
        let all = try await house.call("ListPolicies").all("PolicyName")
        #expect(all.contains("AdministratorAccess") && all.last == "reader")
        #expect(try await house.call("ListPolicies", ["Scope": "Local"]).all("PolicyName") == ["reader"])
        #expect(try await !house.call("ListPolicies", ["Scope": "AWS"]).all("PolicyName").contains("reader"))
        #expect(try await house.call("ListPolicies", ["OnlyAttached": "true"]).all("PolicyName") == [])
        try await house.call("CreateUser", ["UserName": "ada"])
        try await house.call("AttachUserPolicy", ["UserName": "ada", "PolicyArn": builtIn])
        #expect(
            try await house.call("ListPolicies", ["OnlyAttached": "true"]).all("PolicyName")
                == ["AmazonS3ReadOnlyAccess"])
        // Pages of any size together have all, each once.
        for size in [1, 3, all.count - 1] {
            var found: [String] = []
            var marker: String?
            repeat {
                var pairs = [("MaxItems", String(size))]
                if let marker { pairs.append(("Marker", marker)) }
                let page = try await house.call("ListPolicies", pairs: pairs, as: nil)
                found += page.all("PolicyName")
                marker = page["Marker"]
                #expect(page["IsTruncated"] == (marker == nil ? "false" : "true"))
            } while marker != nil && found.count <= all.count
            #expect(found == all)
        }
    }
}
