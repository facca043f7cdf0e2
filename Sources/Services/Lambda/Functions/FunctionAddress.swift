import ServiceKit

/// How operations name a function: `my-function`, `111122223333:my-function`, `111122223333:function:my-function`, or an
/// ARN, each with or without `:qualifier`.
struct FunctionAddress: Sendable, Hashable {
    var accountID: String
    var region: String
    var name: String
    /// A version or an alias.
    var qualifier: String?

    init(accountID: String, region: String, name: String, qualifier: String? = nil) {
        self.accountID = accountID
        self.region = region
        self.name = name
        self.qualifier = qualifier
    }

    init(_ text: String, accountID: String, region: String) {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        self.init(accountID: accountID, region: region, name: "")
        if parts.count >= 7, parts[0] == "arn", parts[2] == "lambda" {
            self.region = parts[3]
            self.accountID = parts[4]
            parts.removeFirst(5)
        } else if parts.count > 1, parts[0].utf8.count == 12, parts[0].utf8.allSatisfy({ (48...57).contains($0) }) {
            self.accountID = parts.removeFirst()
        }
        if parts.count > 1, parts[0] == "function" { parts.removeFirst() }
        name = parts[0]
        if parts.count > 1 { qualifier = parts[1] }
    }

    init?(arn text: String) {
        guard let arn = ARN(text), arn.service == "lambda", arn.resource.hasPrefix("function:") else { return nil }
        self.init(text, accountID: arn.account, region: arn.region)
    }

    var arn: String { "arn:aws:lambda:\(region):\(accountID):function:\(name)" }
    var qualifiedARN: String { qualifier.map { arn + ":" + $0 } ?? arn }
    var key: (String, String, String) { (accountID, region, name) }
}
