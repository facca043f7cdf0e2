import ServiceKit

/// Which group: by account, region and name.
struct LogGroupAddress: Sendable, Hashable {
    var accountID: String
    var region: String
    var name: String

    init(accountID: String, region: String, name: String) {
        self.accountID = accountID
        self.region = region
        self.name = name
    }

    /// Of the group's ARN, with or without `:*`, and of ARNs of streams in it.
    init?(arn text: String) {
        guard let arn = ARN(text), arn.service == "logs" else { return nil }
        let parts = arn.resource.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "log-group" else { return nil }
        self.init(accountID: arn.account, region: arn.region, name: String(parts[1]))
    }

    /// As tags' operations and `logGroupArn` have it.
    var arn: String {
        ARN(service: "logs", region: region, account: accountID, resource: "log-group:" + name).description
    }
    /// As DescribeLogGroups' `arn` has it.
    var arnOfAll: String { arn + ":*" }
    func arn(ofStream stream: String) -> String { arn + ":log-stream:" + stream }
    /// What permissions of the group's operations are on: AWS names the streams in it, so that policies for `NAME:*`
    /// match, and those for `NAME` do not.
    var resource: String { arn(ofStream: "") }
}
