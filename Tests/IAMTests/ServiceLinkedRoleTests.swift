import ServiceKit
import Testing

@Suite struct ServiceLinkedRoleTests {
    let house: House
    init() throws { house = try House() }

    private let service = "email.cognito-idp.amazonaws.com"
    private let role = "AWSServiceRoleForAmazonCognitoIdpEmailService"

    private func make(as caller: Caller? = nil) async throws -> Answer {
        try await house.call(
            "CreateServiceLinkedRole", ["AWSServiceName": service, "Description": "mail"], as: caller)
    }

    @Test func aServiceGetsItsRole() async throws {
        let made = try await make()
        #expect(made["RoleName"] == role)
        #expect(made["Arn"] == "arn:aws:iam::111122223333:role/aws-service-role/\(service)/\(role)")
        #expect(made.document("AssumeRolePolicyDocument")?.contains(#""Service":"\#(service)""#) == true)
        #expect(
            try await house.call("ListAttachedRolePolicies", ["RoleName": role]).all("PolicyArn")
                == ["arn:aws:iam::aws:policy/aws-service-role/AmazonCognitoIdpEmailServiceRolePolicy"])
        await expectRefusal(
            "InvalidInput",
            "Service role name \(role) has been taken in this account, please try a different suffix.", status: 400
        ) { _ = try await make() }
    }

    @Test func suffixesAndUnknownServicesAreRefused() async throws {
        await expectRefusal("InvalidInput", "Custom suffix is not allowed for \(service)", status: 400) {
            try await house.call("CreateServiceLinkedRole", ["AWSServiceName": service, "CustomSuffix": "x"])
        }
        let noTemplate = "Cannot find Service Linked Role template for nothing.amazonaws.com"
        await expectRefusal("AccessDenied", noTemplate, status: 403) {
            try await house.call("CreateServiceLinkedRole", ["AWSServiceName": "nothing.amazonaws.com"])
        }
        #expect(try await house.call("ListRoles").all("RoleName") == [])
    }

    @Test func theRoleIsNobodysToChange() async throws {
        _ = try await make()
        try await house.call("CreateInstanceProfile", ["InstanceProfileName": "web"])
        let sentence =
            "Cannot perform the operation on the protected role '\(role)' - this role is only modifiable by AWS"
        let policy = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        let changes: [(String, KeyValuePairs<String, String>)] = [
            ("DeleteRole", [:]), ("AttachRolePolicy", ["PolicyArn": policy]),
            ("DetachRolePolicy", ["PolicyArn": policy]),
            ("PutRolePolicy", ["PolicyName": "p", "PolicyDocument": Policies.allow("s3:*")]),
            ("DeleteRolePolicy", ["PolicyName": "p"]), ("PutRolePermissionsBoundary", ["PermissionsBoundary": policy]),
            ("DeleteRolePermissionsBoundary", [:]), ("UpdateRole", ["MaxSessionDuration": "7200"]),
            ("UpdateAssumeRolePolicy", ["PolicyDocument": Policies.trustAccount]),
            ("AddRoleToInstanceProfile", ["InstanceProfileName": "web"]),
        ]
        for (operation, more) in changes {
            await expectRefusal("UnmodifiableEntity", sentence, status: 400) {
                _ = try await house.call(
                    operation, pairs: [("RoleName", role)] + more.map { ($0.key, $0.value) }, as: nil)
            }
        }
        // Its description and its tags are the account's.
        let changed = try await house.call("UpdateRoleDescription", ["RoleName": role, "Description": "by mail"])
        #expect(changed["Description"] == "by mail")
        try await house.call("TagRole", ["RoleName": role, "Tags.member.1.Key": "k", "Tags.member.1.Value": "v"])
    }

    @Test func deletingIsATask() async throws {
        _ = try await make()
        let task = try #require(
            try await house.call("DeleteServiceLinkedRole", ["RoleName": role])["DeletionTaskId"])
        #expect(task.hasPrefix("task/aws-service-role/\(service)/\(role)/"))
        let status = try await house.call("GetServiceLinkedRoleDeletionStatus", ["DeletionTaskId": task])
        #expect(status["Status"] == "SUCCEEDED")
        await expectRefusal("NoSuchEntity") { try await house.call("GetRole", ["RoleName": role]) }
        await expectRefusal("NoSuchEntity", status: 404) {
            try await house.call("GetServiceLinkedRoleDeletionStatus", ["DeletionTaskId": task + "x"])
        }
        let policy = "arn:aws:iam::aws:policy/aws-service-role/AmazonCognitoIdpEmailServiceRolePolicy"
        #expect(try await house.call("GetPolicy", ["PolicyArn": policy])["AttachmentCount"] == "0")
        _ = try await make()
    }

    @Test func anotherRoleIsNotDeletedSo() async throws {
        try await house.call(
            "CreateRole", ["RoleName": "app", "AssumeRolePolicyDocument": Policies.trustAccount])
        await expectRefusal("NoSuchEntity", "The role with name app cannot be found.", status: 404) {
            try await house.call("DeleteServiceLinkedRole", ["RoleName": "app"])
        }
        let changed = try await house.call("UpdateRoleDescription", ["RoleName": "app", "Description": "mine"])
        #expect(changed["Description"] == "mine")
        await expectRefusal("NoSuchEntity", "The role with name none cannot be found.", status: 404) {
            try await house.call("UpdateRoleDescription", ["RoleName": "none", "Description": "mine"])
        }
    }

    @Test func theServiceIsAConditionKey() async throws {
        let onlyMail =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","#
            + #""Action":"iam:CreateServiceLinkedRole","Resource":"*","Condition":"#
            + #"{"StringEquals":{"iam:AWSServiceName":"email.cognito-idp.amazonaws.com"}}}]}"#
        let ada = try await house.user("ada", allowing: onlyMail)
        await expectRefusal("AccessDenied", status: 403) {
            try await house.call(
                "CreateServiceLinkedRole", ["AWSServiceName": "ops.apigateway.amazonaws.com"], as: ada)
        }
        _ = try await make(as: ada)
    }
}
