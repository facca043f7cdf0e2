/// Where services are reached: all at one address, or each at AWS's own.
package struct AWSEndpoints: Sendable {
    /// Without a slash at its end; nil is AWS.
    package let address: String?
    package let region: String

    package init(address: String?, region: String) {
        self.address = address.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        self.region = region
    }

    /// - Parameter service: as its hosts begin: `s3`, `cognito-identity`.
    package func url(of service: String) -> String {
        if let address { return address }
        let isChina = region.hasPrefix("cn-")
        if service == "iam" { return isChina ? "https://iam.cn-north-1.amazonaws.com.cn" : "https://iam.amazonaws.com" }
        return "https://\(service).\(region).amazonaws.com" + (isChina ? ".cn" : "")
    }
}
