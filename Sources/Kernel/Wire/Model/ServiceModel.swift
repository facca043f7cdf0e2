/// What is true of every operation of one service.
package struct ServiceModel: Sendable {
    /// botocore's name of the service, such as `cognito-idp`.
    package let name: String
    package let apiVersion: String
    package let awsProtocol: AWSProtocol
    package let targetPrefix: String?
    package let signingName: String
    package let endpointPrefix: String
    package let xmlNamespace: String?
    package let serviceID: String
    /// The error code under which the service reports members outside its limits.
    package let validationErrorCode: String
    /// Names of members that no log may show, in whatever structure they stand.
    package let sensitiveMembers: Set<String>
    /// Whether an error document of REST-XML stands in an `ErrorResponse`; S3's do not.
    package let wrapsErrors: Bool

    package init(
        name: String, apiVersion: String, awsProtocol: AWSProtocol, targetPrefix: String? = nil,
        signingName: String, endpointPrefix: String, xmlNamespace: String? = nil, serviceID: String,
        validationErrorCode: String, sensitiveMembers: Set<String> = [],
        wrapsErrors: Bool = false
    ) {
        self.name = name
        self.apiVersion = apiVersion
        self.awsProtocol = awsProtocol
        self.targetPrefix = targetPrefix
        self.signingName = signingName
        self.endpointPrefix = endpointPrefix
        self.xmlNamespace = xmlNamespace
        self.serviceID = serviceID
        self.validationErrorCode = validationErrorCode
        self.sensitiveMembers = sensitiveMembers
        self.wrapsErrors = wrapsErrors
    }
}
