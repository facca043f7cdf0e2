/// User pools, identity pools and what identities of a pool get.
extension AWSManagedPolicy {
    static let cognito = [
        AWSManagedPolicy(
            "AmazonCognitoDeveloperAuthenticatedIdentities",
            allow(
                "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
                "cognito-identity:LookupDeveloperIdentity", "cognito-identity:MergeDeveloperIdentities",
                "cognito-identity:UnlinkDeveloperIdentity")),
        AWSManagedPolicy(
            "AmazonCognitoPowerUser",
            allow(
                "cognito-identity:*", "cognito-idp:*", "cognito-sync:*", "iam:GetRole",
                "iam:ListOpenIdConnectProviders", "iam:ListRoles", "iam:ListSAMLProviders",
                "lambda:GetPolicy", "lambda:ListFunctions", "sns:ListPlatformApplications"),
            allowServiceLinkedRole(
                of: "cognito-idp.amazonaws.com", "AWSServiceRoleForAmazonCognitoIdp"),
            allowServiceLinkedRole(
                of: "email.cognito-idp.amazonaws.com", "AWSServiceRoleForAmazonCognitoIdpEmailService")),
        AWSManagedPolicy(
            "AmazonCognitoReadOnly",
            allow(
                "cognito-identity:Describe*", "cognito-identity:Get*", "cognito-identity:List*",
                "cognito-idp:AdminGet*", "cognito-idp:AdminList*", "cognito-idp:Describe*",
                "cognito-idp:Get*", "cognito-idp:List*", "cognito-sync:Describe*", "cognito-sync:Get*",
                "cognito-sync:List*", "iam:ListOpenIdConnectProviders", "iam:ListRoles",
                "iam:ListSAMLProviders", "sns:ListPlatformApplications")),
        AWSManagedPolicy("AmazonCognitoUnAuthedIdentitiesSessionPolicy", allow(ofStrangers)),
        AWSManagedPolicy("AmazonCognitoUnauthenticatedIdentities", allow(ofStrangers)),
    ]

    /// What an application does for people who have not signed in: count visits, speak, read, translate.
    private static let ofStrangers = [
        "cognito-sync:*", "comprehend:Detect*", "mobileanalytics:PutEvents", "mobiletargeting:PutEvents",
        "mobiletargeting:UpdateEndpoint", "personalize:PutEvents", "polly:DescribeVoices",
        "polly:SynthesizeSpeech", "rekognition:Detect*", "rum:PutRumEvents",
        "transcribe:StartStreamTranscription*", "translate:TranslateText",
    ]
}
