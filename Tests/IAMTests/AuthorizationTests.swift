import PolicyEngine
import ServiceKit
import Testing

@Suite struct AuthorizationTests {
    let house: House
    init() throws { house = try House() }

    private let object = "arn:aws:s3:::b/k"

    @Test func theRootMayDoEverythingInItsAccount() async throws {
        #expect(try await house.may(house.root, "s3:GetObject", object))
        #expect(try await !house.may(house.root, "s3:GetObject", object, in: House.otherAccount.id))
    }

    @Test func aUserMayWhatItsPoliciesAllow() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("s3:GetObject"))
        #expect(try await house.may(ada, "s3:GetObject", object))
        #expect(try await !house.may(ada, "s3:PutObject", object))
    }

    /// Each change counts for the very next question, on whatever connection it comes.
    @Test func aChangeIsInForceAtOnce() async throws {
        let ada = try await house.user("ada")
        #expect(try await !house.may(ada, "s3:GetObject", object))
        try await house.call(
            "PutUserPolicy",
            ["UserName": "ada", "PolicyName": "p", "PolicyDocument": Policies.allow("s3:GetObject")])
        #expect(try await house.may(ada, "s3:GetObject", object))
        try await house.call("DeleteUserPolicy", ["UserName": "ada", "PolicyName": "p"])
        #expect(try await !house.may(ada, "s3:GetObject", object))
        let policy = try await house.call(
            "CreatePolicy", ["PolicyName": "m", "PolicyDocument": Policies.allow("s3:GetObject")])
        let arn = try #require(policy["Arn"])
        try await house.call("AttachUserPolicy", ["UserName": "ada", "PolicyArn": arn])
        #expect(try await house.may(ada, "s3:GetObject", object))
        try await house.call(
            "CreatePolicyVersion",
            ["PolicyArn": arn, "PolicyDocument": Policies.allow("s3:PutObject"), "SetAsDefault": "true"])
        #expect(try await !house.may(ada, "s3:GetObject", object))
        try await house.call("SetDefaultPolicyVersion", ["PolicyArn": arn, "VersionId": "v1"])
        #expect(try await house.may(ada, "s3:GetObject", object))
        try await house.call(
            "PutUserPermissionsBoundary",
            ["UserName": "ada", "PermissionsBoundary": "arn:aws:iam::aws:policy/IAMFullAccess"])
        #expect(try await !house.may(ada, "s3:GetObject", object))
        try await house.call("DeleteUserPermissionsBoundary", ["UserName": "ada"])
        #expect(try await house.may(ada, "s3:GetObject", object))
        try await house.call("DetachUserPolicy", ["UserName": "ada", "PolicyArn": arn])
        #expect(try await !house.may(ada, "s3:GetObject", object))
    }

    /// Readers that ask all the while never bring an old answer back after a change was acknowledged.
    @Test(.timeLimit(.minutes(10))) func readersUnderWayKeepNothingOld() async throws {
        let ada = try await house.user("ada")
        let house = house
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    while !Task.isCancelled {
                        _ = try await house.may(ada, "s3:GetObject", "arn:aws:s3:::b/k")
                        await Task.yield()
                    }
                }
            }
            for round in 0..<50 {
                let isAllowed = round.isMultiple(of: 2)
                let text = isAllowed ? Policies.allow("s3:GetObject") : Policies.allow("s3:PutObject")
                try await house.call(
                    "PutUserPolicy", ["UserName": "ada", "PolicyName": "p", "PolicyDocument": text])
                #expect(try await house.may(ada, "s3:GetObject", "arn:aws:s3:::b/k") == isAllowed)
            }
            group.cancelAll()
        }
    }

    @Test(arguments: [
        ("aws:username", "ada"), ("aws:PrincipalAccount", "111122223333"), ("aws:PrincipalType", "User"),
        ("aws:PrincipalArn", "arn:aws:iam::111122223333:user/ada"), ("aws:RequestedRegion", "eu-central-1"),
        ("aws:UserAgent", "test/1"), ("aws:SourceIp", "192.0.2.7"), ("aws:SecureTransport", "true"),
        ("aws:CurrentTime", "2025-11-24T16:00:00Z"), ("aws:EpochTime", "1764000000"),
        ("aws:ResourceAccount", "111122223333"), ("aws:PrincipalTag/Team", "blue"),
        ("s3:authType", "REST-HEADER"),
        ("s3:signatureversion", "AWS4-HMAC-SHA256"), ("s3:prefix", "photos/"),
    ])
    func conditionKeys(_ key: String, _ value: String) async throws {
        let ada = try await house.user("ada")
        try await house.call(
            "TagUser", ["UserName": "ada", "Tags.member.1.Key": "team", "Tags.member.1.Value": "blue"])
        for (comparison, isAllowed) in [("StringEquals", true), ("StringNotEquals", false)] {
            let policy =
                #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","#
                + #""Condition":{"\#(comparison)":{"\#(key)":"\#(value)"},"Null":{"\#(key)":"false"}}}}"#
            try await house.call(
                "PutUserPolicy", ["UserName": "ada", "PolicyName": "p", "PolicyDocument": policy])
            let answer = try await house.may(
                ada, "s3:ListBucket", object, context: ["s3:prefix": ["photos/"]])
            #expect(answer == isAllowed, "\(comparison)")
        }
    }

    @Test func longTermKeysHaveNoMultiFactorKey() async throws {
        let policy =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","#
            + #""Condition":{"Null":{"aws:MultiFactorAuthPresent":"true"}}}}"#
        let ada = try await house.user("ada", allowing: policy)
        #expect(try await house.may(ada, "s3:GetObject", object))
        let session = try await house.call("GetSessionToken", as: ada)
        let temporary = try #require(try await house.caller(with: session))
        #expect(try await !house.may(temporary, "s3:GetObject", object))
    }

    @Test func strangersNeedAResourcesPolicy() async throws {
        #expect(try await !house.may(.anonymous, "s3:GetObject", object))
        let open = NamedPolicy(
            "bucket",
            try PolicyDocument(
                parsing: #"""
                    {"Version":"2012-10-17","Statement":[
                      {"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"},
                      {"Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"*"}]}
                    """#, as: .resource))
        #expect(try await house.may(.anonymous, "s3:GetObject", object, policy: open))
        #expect(try await !house.may(.anonymous, "s3:PutObject", object, policy: open))
        #expect(try await !house.may(house.root, "s3:DeleteObject", object, policy: open))
    }

    @Test func iamsOwnOperationsAreDenied() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("iam:GetRole", on: "*"))
        await expectRefusal(
            "AccessDenied",
            "User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:CreateUser on resource: "
                + "arn:aws:iam::111122223333:user/eve because no identity-based policy allows the iam:CreateUser action",
            status: 403
        ) { try await house.call("CreateUser", ["UserName": "eve"], as: ada) }
    }

    /// AWS names these by a word and their name, and what is to be made by its ARN.
    @Test(arguments: [
        ("GetUser", "UserName", "user eve"), ("GetRole", "RoleName", "role eve"),
        ("GetGroup", "GroupName", "group eve"),
        ("GetInstanceProfile", "InstanceProfileName", "instance profile eve"),
        ("CreateUser", "UserName", "arn:aws:iam::111122223333:user/eve"),
    ])
    func denialsNameTheResourceAsAWSDoes(_ operation: String, _ parameter: String, _ words: String) async throws {
        let ada = try await house.user("ada")
        await expectRefusal(
            "AccessDenied",
            "User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:\(operation) on resource: "
                + "\(words) because no identity-based policy allows the iam:\(operation) action",
            status: 403
        ) { try await house.call(operation, pairs: [(parameter, "eve")], as: ada) }
    }

    /// Whoever may make something but not tag it makes none with tags.
    @Test func tagsAtCreationNeedTheirOwnPermission() async throws {
        let maker = try await house.user("maker", allowing: Policies.allow("iam:Create*"))
        let tagger = try await house.user("tagger", allowing: Policies.allow("iam:Create*", "iam:Tag*"))
        let tag = [("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "blue")]
        let makings: [(String, [(String, String)])] = [
            ("CreateUser", [("UserName", "x")]), ("CreateInstanceProfile", [("InstanceProfileName", "x")]),
            ("CreateRole", [("RoleName", "x"), ("AssumeRolePolicyDocument", Policies.trustAccount)]),
            ("CreatePolicy", [("PolicyName", "x"), ("PolicyDocument", Policies.allow("s3:*"))]),
            ("CreateOpenIDConnectProvider", [("Url", "https://idp.example.com")]),
            ("CreateVirtualMFADevice", [("VirtualMFADeviceName", "x")]),
        ]
        for (operation, named) in makings {
            await expectRefusal("AccessDenied") {
                try await house.call(operation, pairs: named + tag, as: maker)
            }
            try await house.call(operation, pairs: named + tag, as: tagger)
        }
    }

    @Test func reservedTagKeysAreRefused() async throws {
        await expectRefusal("InvalidInput") {
            try await house.call(
                "CreateUser", ["UserName": "x", "Tags.member.1.Key": "AWS:team", "Tags.member.1.Value": "blue"])
        }
    }

    /// The path is part of the ARN that policies are compared with.
    @Test func rolesAreNamedWithTheirPath() async throws {
        let ada = try await house.user(
            "ada", allowing: Policies.allow("iam:GetRole", on: "arn:aws:iam::111122223333:role/app/*"))
        for (name, path) in [("inside", "/app/"), ("outside", "/")] {
            try await house.call(
                "CreateRole",
                ["RoleName": name, "Path": path, "AssumeRolePolicyDocument": Policies.trustAccount])
        }
        #expect(try await house.call("GetRole", ["RoleName": "inside"], as: ada)["RoleName"] == "inside")
        await expectRefusal("AccessDenied") {
            try await house.call("GetRole", ["RoleName": "outside"], as: ada)
        }
    }

    /// Who may make users only under a boundary makes none without.
    @Test func conditionsOnTheBoundaryGiven() async throws {
        let arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        let policy =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:CreateUser","Resource":"*","#
            + #""Condition":{"StringEquals":{"iam:PermissionsBoundary":"\#(arn)"}}}}"#
        let ada = try await house.user("ada", allowing: policy)
        await expectRefusal("AccessDenied") {
            try await house.call("CreateUser", ["UserName": "eve"], as: ada)
        }
        let made = try await house.call(
            "CreateUser", ["UserName": "eve", "PermissionsBoundary": arn], as: ada)
        #expect(made["PermissionsBoundaryArn"] == arn)
    }

    @Test func awsPoliciesAreReadAndNotChanged() async throws {
        let arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
        let ada = try await house.user("ada", allowing: Policies.allow("iam:*"))
        #expect(try await house.call("GetPolicy", ["PolicyArn": arn], as: ada)["DefaultVersionId"] == "v1")
        await expectRefusal("AccessDenied") {
            try await house.call("DeletePolicy", ["PolicyArn": arn], as: ada)
        }
        await expectRefusal("AccessDenied") { try await house.call("DeletePolicy", ["PolicyArn": arn]) }
    }
}
