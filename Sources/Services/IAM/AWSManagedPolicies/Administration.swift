/// What spans the services: everything, all but identities, reading, listing, auditing.
extension AWSManagedPolicy {
    static let administration = [
        AWSManagedPolicy("AdministratorAccess", allow("*")),
        AWSManagedPolicy(
            "PowerUserAccess", allowAllBut("iam:*", "organizations:*", "account:*"),
            allow(
                "account:GetAccountInformation", "account:GetPrimaryEmail", "account:ListRegions",
                "iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole", "iam:ListRoles",
                "organizations:DescribeOrganization")),
        AWSManagedPolicy("ReadOnlyAccess", allow(listing + describing + reading)),
        AWSManagedPolicy("SecurityAudit", allow(listing + describing + auditing)),
        AWSManagedPolicy("ViewOnlyAccess", path: jobFunctionPath, allow(listing + describing)),
    ]

    /// Names and numbers of what there is.
    private static let listing = [
        "apigateway:GET", "cloudtrail:ListTrails", "cloudtrail:LookupEvents", "cloudwatch:ListMetrics",
        "cloudwatch:ListDashboards", "cognito-identity:ListIdentities", "cognito-identity:ListIdentityPools",
        "cognito-idp:ListGroups", "cognito-idp:ListIdentityProviders", "cognito-idp:ListResourceServers",
        "cognito-idp:ListUserImportJobs", "cognito-idp:ListUserPoolClients", "cognito-idp:ListUserPools",
        "cognito-idp:ListUsers", "cognito-sync:ListDatasets", "cognito-sync:ListIdentityPoolUsage",
        "dynamodb:ListBackups", "dynamodb:ListGlobalTables", "dynamodb:ListStreams", "dynamodb:ListTables",
        "events:ListEventBuses", "events:ListRuleNamesByTarget", "events:ListRules",
        "events:ListTargetsByRule", "iam:GetAccountSummary", "iam:GetLoginProfile", "iam:List*",
        "lambda:ListAliases", "lambda:ListEventSourceMappings", "lambda:ListFunctions", "lambda:ListLayers",
        "lambda:ListVersionsByFunction", "logs:DescribeLogGroups", "logs:DescribeLogStreams",
        "s3-object-lambda:ListBucket", "s3:ListAccessPoints", "s3:ListAllMyBuckets",
        "s3:ListBucket", "s3:ListMultiRegionAccessPoints",
    ]

    /// How things are set, without what is in them.
    private static let describing = [
        "cloudtrail:DescribeTrails", "cloudtrail:GetTrail", "cloudtrail:GetTrailStatus",
        "cloudwatch:DescribeAlarmHistory", "cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarmsForMetric",
        "cognito-identity:DescribeIdentityPool", "cognito-idp:DescribeUserPool", "dynamodb:DescribeLimits",
        "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "events:DescribeEventBus",
        "events:DescribeRule", "lambda:GetAccountSettings", "lambda:GetFunctionConfiguration",
        "logs:DescribeMetricFilters", "logs:DescribeSubscriptionFilters", "s3:GetBucketLocation",
        "s3:GetBucketVersioning",
    ]

    /// What an auditor looks at: settings that let somebody in, and who did what.
    private static let auditing = [
        "cloudtrail:GetEventSelectors", "cloudtrail:GetInsightSelectors", "cloudtrail:ListTags",
        "cloudwatch:ListTagsForResource", "cognito-identity:GetIdentityPoolRoles",
        "cognito-identity:ListTagsForResource", "cognito-idp:DescribeIdentityProvider",
        "cognito-idp:DescribeResourceServer", "cognito-idp:DescribeUserPoolClient",
        "cognito-idp:DescribeUserPoolDomain", "cognito-idp:GetUserPoolMfaConfig",
        "cognito-idp:ListTagsForResource", "dynamodb:DescribeContinuousBackups",
        "dynamodb:GetResourcePolicy", "dynamodb:ListTagsOfResource", "iam:GenerateCredentialReport",
        "iam:Get*", "iam:SimulateCustomPolicy", "iam:SimulatePrincipalPolicy",
        "lambda:GetFunctionUrlConfig", "lambda:GetLayerVersionPolicy", "lambda:GetPolicy",
        "lambda:ListTags", "logs:DescribeResourcePolicies", "logs:ListTagsForResource",
        "s3:GetAccelerateConfiguration", "s3:GetAccessPointPolicy", "s3:GetAccountPublicAccessBlock",
        "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLogging", "s3:GetBucketNotification",
        "s3:GetBucketObjectLockConfiguration", "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy",
        "s3:GetBucketPolicyStatus", "s3:GetBucketPublicAccessBlock", "s3:GetBucketTagging",
        "s3:GetBucketWebsite", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration", "sts:GetAccessKeyInfo",
    ]

    /// Everything that changes nothing.
    private static let reading = [
        "cloudtrail:Describe*", "cloudtrail:Get*", "cloudtrail:List*", "cloudwatch:Describe*",
        "cloudwatch:Get*", "cloudwatch:List*", "cognito-identity:Describe*",
        "cognito-identity:GetIdentityPoolRoles", "cognito-identity:GetCredentialsForIdentity",
        "cognito-identity:GetOpenIdToken", "cognito-identity:GetPrincipalTagAttributeMap",
        "cognito-identity:List*", "cognito-idp:AdminGet*", "cognito-idp:AdminList*",
        "cognito-idp:Describe*", "cognito-idp:Get*", "cognito-idp:List*", "cognito-sync:Describe*",
        "cognito-sync:Get*", "cognito-sync:List*", "cognito-sync:QueryRecords", "dynamodb:BatchGet*",
        "dynamodb:Describe*", "dynamodb:Get*", "dynamodb:List*", "dynamodb:PartiQLSelect",
        "dynamodb:Query", "dynamodb:Scan", "events:Describe*", "events:List*", "events:TestEventPattern",
        "iam:Generate*", "iam:Get*", "iam:List*", "iam:Simulate*", "lambda:Get*", "lambda:List*",
        "logs:Describe*", "logs:FilterLogEvents", "logs:Get*", "logs:List*", "logs:StartQuery",
        "logs:StopQuery", "logs:TestMetricFilter", "s3-object-lambda:Get*", "s3-object-lambda:List*",
        "s3:DescribeJob", "s3:Get*", "s3:List*", "sts:GetAccessKeyInfo", "sts:GetCallerIdentity",
        "sts:GetSessionToken",
    ]
}
