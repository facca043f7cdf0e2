import ServiceKit

/// The table that a request names: by its name in the caller's account and region, or by its ARN.
struct TableAddress: Sendable, Equatable {
    var accountID: String
    var region: String
    var name: String

    private static let prefix = "arn:aws:dynamodb:"

    /// `arn:aws:dynamodb:REGION:ACCOUNT:table/NAME`, and of what is below a table, `…/index/INDEX`.
    init?(arn: String) {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 6, arn.hasPrefix(Self.prefix), parts[5].hasPrefix("table/") else { return nil }
        let path = parts[5].split(separator: "/", omittingEmptySubsequences: false)
        guard path.count >= 2, !path[1].isEmpty else { return nil }
        region = String(parts[3])
        accountID = String(parts[4])
        name = String(path[1])
    }

    /// - Parameter text: as `TableName` has it.
    init(_ text: String, accountID: String, region: String) {
        if text.hasPrefix("arn:"), let address = TableAddress(arn: text) {
            self = address
        } else {
            self.accountID = accountID
            self.region = region
            name = text
        }
    }

    var arn: String { "arn:aws:dynamodb:\(region):\(accountID):table/\(name)" }
}
