/// S3.
extension AWSManagedPolicy {
    static let objects = [
        AWSManagedPolicy("AmazonS3FullAccess", allow("s3:*", "s3-object-lambda:*")),
        AWSManagedPolicy(
            "AmazonS3ReadOnlyAccess",
            allow("s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*")),
        AWSManagedPolicy(
            "AmazonS3ObjectLambdaExecutionRolePolicy", path: serviceRolePath, writingLogs,
            allow("s3-object-lambda:WriteGetObjectResponse")),
    ]
}
