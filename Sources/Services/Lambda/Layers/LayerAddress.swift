import ServiceKit

/// How operations name a layer: by its name, its ARN, or the ARN of one of its versions.
struct LayerAddress: Sendable, Hashable {
    var accountID: String
    var region: String
    var name: String
    var version: Int?

    init(accountID: String, region: String, name: String, version: Int? = nil) {
        self.accountID = accountID
        self.region = region
        self.name = name
        self.version = version
    }

    init(_ text: String, version: Int? = nil, accountID: String, region: String) {
        self = Self(arn: text) ?? Self(accountID: accountID, region: region, name: text)
        if let version { self.version = version }
    }

    init?(arn text: String) {
        guard let arn = ARN(text), arn.service == "lambda" else { return nil }
        let parts = arn.resource.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 || parts.count == 3, parts[0] == "layer" else { return nil }
        self.init(
            accountID: arn.account, region: arn.region, name: parts[1], version: parts.count > 2 ? Int(parts[2]) : nil)
        if parts.count > 2, version == nil { return nil }
    }

    /// Without version.
    var arn: String { "arn:aws:lambda:\(region):\(accountID):layer:\(name)" }
    var versionARN: String { version.map { "\(arn):\($0)" } ?? arn }
}
