/// IAM itself.
extension AWSManagedPolicy {
    static let identity = [
        AWSManagedPolicy(
            "IAMFullAccess",
            allow("iam:*", "organizations:DescribeAccount", "organizations:DescribeOrganization")),
        AWSManagedPolicy(
            "IAMReadOnlyAccess",
            allow(
                "iam:GenerateCredentialReport", "iam:GenerateServiceLastAccessedDetails", "iam:Get*",
                "iam:List*", "iam:SimulateCustomPolicy", "iam:SimulatePrincipalPolicy")),
        AWSManagedPolicy(
            "IAMUserChangePassword",
            allow("iam:ChangePassword", on: ["arn:aws:iam::*:user/${aws:username}"]),
            allow("iam:GetAccountPasswordPolicy")),
    ]
}
