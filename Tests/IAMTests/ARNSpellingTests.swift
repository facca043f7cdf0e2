import FoundationEssentials
import IAM
import ServiceKit
import Testing

/// Policies compare ARNs byte for byte, so a resource is found by its own ARN alone: any other spelling that
/// found it would pass by what a Deny names.
@Suite struct ARNSpellingTests {
    let house: House
    init() throws { house = try House() }

    /// The Kelvin sign, which Unicode and `lowercased()` take for a K, another case, region and partition.
    private func spellings(_ arn: String) -> [String] {
        [
            arn.replacing("K", with: "\u{212A}"), arn.replacing("K", with: "k"),
            arn.replacing(":iam::", with: ":iam:eu-west-1:"), arn.replacing("arn:aws:", with: "arn:aws-cn:"),
        ]
    }

    private func expectUnknown(
        _ operation: String, _ parameter: String, _ arn: String, _ more: [(String, String)] = [],
        codes: Set<String> = ["NoSuchEntity", "InvalidInput", "AccessDenied", "ValidationError"]
    ) async throws {
        for spelling in spellings(arn) {
            do {
                _ = try await house.call(operation, pairs: [(parameter, spelling)] + more, as: nil)
                Issue.record("\(operation) took \(spelling)")
            } catch let refusal as ServiceError {
                #expect(codes.contains(refusal.code), "\(operation) \(spelling): \(refusal)")
            }
        }
    }

    @Test func managedPolicies() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        let document = Policies.allow("s3:GetObject")
        let arn = try #require(
            try await house.call("CreatePolicy", ["PolicyName": "KBound", "PolicyDocument": document])["Arn"])
        for operation in ["GetPolicy", "ListPolicyVersions", "ListEntitiesForPolicy", "DeletePolicy"] {
            try await expectUnknown(operation, "PolicyArn", arn)
        }
        try await expectUnknown("CreatePolicyVersion", "PolicyArn", arn, [("PolicyDocument", document)])
        try await expectUnknown("AttachUserPolicy", "PolicyArn", arn, [("UserName", "ada")])
        try await house.call("AttachUserPolicy", ["UserName": "ada", "PolicyArn": arn])
        try await expectUnknown("DetachUserPolicy", "PolicyArn", arn, [("UserName", "ada")])
        try await expectUnknown("PutUserPermissionsBoundary", "PermissionsBoundary", arn, [("UserName", "ada")])
        let listed = try await house.call("ListAttachedUserPolicies", ["UserName": "ada"])
        #expect(listed["PolicyArn"] == arn)
    }

    @Test func rolesThatAreAssumed() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("sts:*"))
        let arn = try #require(
            try await house.call(
                "CreateRole", ["RoleName": "KingRole", "AssumeRolePolicyDocument": Policies.trustAccount])["Arn"])
        for spelling in spellings(arn) {
            await expectRefusal("AccessDenied") {
                try await house.call("AssumeRole", ["RoleArn": spelling, "RoleSessionName": "work"], as: ada)
            }
        }
        try await house.call("AssumeRole", ["RoleArn": arn, "RoleSessionName": "work"], as: ada)
    }

    @Test func principalsOfTrustPolicies() async throws {
        _ = try await house.user("Kim")
        for spelling in spellings("arn:aws:iam::111122223333:user/Kim")
        where !spelling.contains("aws-cn") && !spelling.contains("\u{212A}") {
            let trust = Policies.trust(#"{"AWS":"\#(spelling)"}"#)
            await expectRefusal("MalformedPolicyDocument") {
                try await house.call("CreateRole", ["RoleName": "r", "AssumeRolePolicyDocument": trust])
            }
        }
    }

    @Test func multiFactorDevices() async throws {
        let made = try await house.call("CreateVirtualMFADevice", ["VirtualMFADeviceName": "Kate"])
        let serial = try #require(made["SerialNumber"])
        for operation in ["DeleteVirtualMFADevice", "ListMFADeviceTags"] {
            try await expectUnknown(operation, "SerialNumber", serial)
        }
    }

    @Test func identityProviders() async throws {
        let made = try await house.call("CreateOpenIDConnectProvider", ["Url": "https://idp.example.com/K"])
        let arn = try #require(made["OpenIDConnectProviderArn"])
        try await expectUnknown("GetOpenIDConnectProvider", "OpenIDConnectProviderArn", arn)
        try await expectUnknown(
            "AddClientIDToOpenIDConnectProvider", "OpenIDConnectProviderArn", arn, [("ClientID", "more")])
    }

    /// The path is part of the name, too.
    @Test func whoseRequestsAreSimulated() async throws {
        try await house.call("CreateUser", ["UserName": "King", "Path": "/secret/"])
        let arn = "arn:aws:iam::111122223333:user/secret/King"
        let asked = [("ActionNames.member.1", "s3:GetObject")]
        try await expectUnknown("SimulatePrincipalPolicy", "PolicySourceArn", arn, asked)
        await expectRefusal("NoSuchEntity") {
            try await house.call(
                "SimulatePrincipalPolicy",
                [
                    "PolicySourceArn": "arn:aws:iam::111122223333:user/King", "ActionNames.member.1": "s3:GetObject",
                ])
        }
        try await house.call("SimulatePrincipalPolicy", pairs: [("PolicySourceArn", arn)] + asked, as: nil)
    }
}
