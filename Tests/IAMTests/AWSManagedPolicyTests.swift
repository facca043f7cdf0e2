import PolicyEngine
import ServiceKit
import Testing

/// Policies that are there before anybody made one.
@Suite struct AWSManagedPolicyTests {
    let house: House
    init() throws { house = try House() }

    private let root = "arn:aws:iam::aws:policy"

    @Test func eachIsAPolicyUnderAWSsNameAndPath() async throws {
        let listed = try await house.call("ListPolicies", ["Scope": "AWS", "MaxItems": "1000"])
        let arns = listed.all("Arn")
        #expect(arns.count > 50 && Set(arns).count == arns.count)
        let ids = listed.all("PolicyId")
        #expect(Set(ids).count == arns.count)
        #expect(ids.allSatisfy { $0.hasPrefix("ANPA") && $0.count == 21 })
        for arn in arns {
            let version = try await house.call("GetPolicyVersion", ["PolicyArn": arn, "VersionId": "v1"])
            let text = try #require(version.document("Document"), "\(arn)")
            #expect(throws: Never.self, "\(arn)") { try PolicyDocument(parsing: text, as: .managed) }
        }
    }

    @Test(arguments: [
        "/AdministratorAccess", "/service-role/AWSLambdaBasicExecutionRole", "/job-function/ViewOnlyAccess",
        "/aws-service-role/AmazonCognitoIdpEmailServiceRolePolicy", "/AWSLambdaInvocation-DynamoDB",
        "/AmazonCognitoUnAuthedIdentitiesSessionPolicy", "/CloudWatchFullAccessV2",
        "/AWSCloudTrail_FullAccess", "/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    ])
    func pathsBelongToNames(_ path: String) async throws {
        let policy = try await house.call("GetPolicy", ["PolicyArn": root + path])
        #expect(policy["Arn"] == root + path)
        #expect(policy["Path"] == String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]))
        #expect(policy["DefaultVersionId"] == "v1")
    }

    @Test func idsAreTheSameInEveryHouse() async throws {
        let arn = root + "/AdministratorAccess"
        let here = try await house.call("GetPolicy", ["PolicyArn": arn])["PolicyId"]
        let there = try await House(key: 9).call("GetPolicy", ["PolicyArn": arn])["PolicyId"]
        #expect(here == there)
    }

    @Test func aPathWithoutItsFolderIsNoPolicy() async throws {
        let arn = root + "/AWSLambdaBasicExecutionRole"
        await expectRefusal("NoSuchEntity", "Policy \(arn) was not found.", status: 404) {
            try await house.call("GetPolicy", ["PolicyArn": arn])
        }
    }

    @Test func pathsNarrowTheList() async throws {
        let ofServices = try await house.call("ListPolicies", ["Scope": "AWS", "PathPrefix": "/service-role/"])
        let names = ofServices.all("PolicyName")
        #expect(names.contains("AWSLambdaBasicExecutionRole"))
        #expect(!names.contains("AdministratorAccess"))
    }

    @Test func theyAllowWhatTheirNamesSay() async throws {
        let ada = try await house.user("ada")
        let cases: [(String, allowed: [String], denied: [String])] = [
            ("/PowerUserAccess", ["s3:PutObject", "iam:ListRoles"], ["iam:CreateUser"]),
            ("/ReadOnlyAccess", ["s3:GetObject", "dynamodb:Query"], ["s3:PutObject", "lambda:InvokeFunction"]),
            ("/job-function/ViewOnlyAccess", ["s3:ListBucket"], ["s3:GetObject", "dynamodb:Query"]),
            ("/SecurityAudit", ["s3:GetBucketPolicy", "iam:GetUser"], ["s3:GetObject", "dynamodb:GetItem"]),
            ("/AWSLambda_FullAccess", ["lambda:CreateFunction"], ["iam:PassRole"]),
            ("/service-role/AWSLambdaBasicExecutionRole", ["logs:PutLogEvents"], ["logs:GetLogEvents"]),
            ("/AmazonDynamoDBReadOnlyAccess", ["dynamodb:Scan"], ["dynamodb:PutItem"]),
        ]
        for (path, allowed, denied) in cases {
            try await house.call("AttachUserPolicy", ["UserName": "ada", "PolicyArn": root + path])
            for action in allowed { #expect(try await house.may(ada, action, "*"), "\(path) \(action)") }
            for action in denied { #expect(try await !house.may(ada, action, "*"), "\(path) \(action)") }
            try await house.call("DetachUserPolicy", ["UserName": "ada", "PolicyArn": root + path])
        }
    }

    @Test func aRoleIsPassedToItsServiceOnly() async throws {
        let ada = try await house.user("ada")
        try await house.call("AttachUserPolicy", ["UserName": "ada", "PolicyArn": root + "/AWSLambda_FullAccess"])
        let role = "arn:aws:iam::111122223333:role/app"
        for (service, isAllowed) in [("lambda.amazonaws.com", true), ("events.amazonaws.com", false)] {
            let may = try await house.may(ada, "iam:PassRole", role, context: ["iam:PassedToService": [service]])
            #expect(may == isAllowed)
        }
    }

    @Test func policiesOfServiceLinkedRolesAreNobodyElses() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        let arn = root + "/aws-service-role/CloudTrailServiceRolePolicy"
        await expectRefusal(
            "PolicyNotAttachable", "Cannot attach a Service Role Policy to a Customer Role.", status: 400
        ) { try await house.call("AttachUserPolicy", ["UserName": "ada", "PolicyArn": arn]) }
        await expectRefusal("NoSuchEntity") {
            try await house.call("PutUserPermissionsBoundary", ["UserName": "ada", "PermissionsBoundary": arn])
        }
    }

    @Test func nobodyChangesThem() async throws {
        for operation in ["DeletePolicy", "TagPolicy"] {
            await expectRefusal("AccessDenied", status: 403) {
                try await house.call(
                    operation,
                    [
                        "PolicyArn": root + "/AdministratorAccess", "Tags.member.1.Key": "k",
                        "Tags.member.1.Value": "v",
                    ])
            }
        }
    }
}
