import FoundationEssentials

/// Policies that AWS has in every account. The documents are ours: they allow what the names say for
/// the services of this house.
struct AWSManagedPolicy: Sendable {
    let name: String
    let id: String
    let document: String

    var arn: String { "\(Self.arnPrefix)\(name)" }
    var reference: PolicyReference { PolicyReference(id: id, arn: arn) }

    static let arnPrefix = "arn:aws:iam::aws:policy/"
    static let versionID = "v1"
    /// 2015-02-06, when AWS made the first of them.
    static let createdAt = Date(timeIntervalSince1970: 1_423_247_961)

    private init(_ name: String, id: String, _ statements: String...) {
        self.name = name
        self.id = id
        document = #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    }

    private static func allow(_ actions: String...) -> String {
        let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
        return #"{"Effect":"Allow","Action":[\#(list)],"Resource":"*"}"#
    }

    private static let identityManagement = [#""iam:*""#, #""organizations:*""#, #""account:*""#].joined(
        separator: ",")

    /// In the order of their names.
    static let all: [AWSManagedPolicy] = [
        AWSManagedPolicy("AdministratorAccess", id: "ANPAADMINISTRATORACCE", allow("*")),
        AWSManagedPolicy(
            "AmazonCognitoPowerUser", id: "ANPACOGNITOPOWERUSERA",
            allow(
                "cognito-identity:*", "cognito-idp:*", "cognito-sync:*", "iam:ListRoles", "iam:GetRole",
                "iam:ListOpenIdConnectProviders", "sns:ListPlatformApplications")),
        AWSManagedPolicy(
            "AmazonCognitoReadOnly", id: "ANPACOGNITOREADONLYAA",
            allow(
                "cognito-identity:Describe*", "cognito-identity:Get*", "cognito-identity:List*",
                "cognito-idp:Describe*", "cognito-idp:AdminGet*", "cognito-idp:AdminList*",
                "cognito-idp:List*",
                "cognito-idp:Get*", "cognito-sync:Describe*", "cognito-sync:Get*", "cognito-sync:List*",
                "iam:ListRoles", "iam:ListOpenIdConnectProviders")),
        AWSManagedPolicy(
            "AmazonDynamoDBFullAccess", id: "ANPADYNAMODBFULLACCES", allow("dynamodb:*", "dax:*")),
        AWSManagedPolicy(
            "AmazonS3FullAccess", id: "ANPASTHREEFULLACCESSA", allow("s3:*", "s3-object-lambda:*")),
        AWSManagedPolicy(
            "AmazonS3ReadOnlyAccess", id: "ANPASTHREEREADONLYACC",
            allow("s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*")),
        AWSManagedPolicy(
            "CloudWatchFullAccess", id: "ANPACLOUDWATCHFULLACC",
            allow("cloudwatch:*", "logs:*", "events:*", "oam:ListSinks")),
        AWSManagedPolicy("IAMFullAccess", id: "ANPAIAMFULLACCESSAAAA", allow("iam:*")),
        AWSManagedPolicy(
            "PowerUserAccess", id: "ANPAPOWERUSERACCESSAA",
            #"{"Effect":"Allow","NotAction":[\#(identityManagement)],"Resource":"*"}"#,
            allow("iam:ListRoles", "account:ListRegions", "account:GetAccountInformation")),
        AWSManagedPolicy(
            "ReadOnlyAccess", id: "ANPAREADONLYACCESSAAA",
            allow(
                "apigateway:GET", "cloudtrail:Describe*", "cloudtrail:Get*", "cloudtrail:List*",
                "cloudtrail:LookupEvents", "cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*",
                "cognito-identity:Describe*", "cognito-identity:Get*", "cognito-identity:List*",
                "cognito-idp:AdminGet*", "cognito-idp:AdminList*", "cognito-idp:Describe*",
                "cognito-idp:Get*",
                "cognito-idp:List*", "dynamodb:BatchGet*", "dynamodb:Describe*", "dynamodb:Get*",
                "dynamodb:List*", "dynamodb:PartiQLSelect", "dynamodb:Query", "dynamodb:Scan", "iam:Get*",
                "iam:List*", "lambda:Get*", "lambda:List*", "logs:Describe*", "logs:FilterLogEvents",
                "logs:Get*", "logs:List*", "s3:Get*", "s3:List*", "sts:GetAccessKeyInfo")),
    ]

    private static let byARN = Dictionary(uniqueKeysWithValues: all.map { ($0.arn, $0) })

    static func find(_ arn: String) -> AWSManagedPolicy? { byARN[arn] }
}
