import ServiceKit

/// The table that a request names: by its name in the caller's account and region, or by its ARN.
struct TableAddress: Codable, Sendable, Hashable {
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

    private static let nameLengths = 3...255

    /// Names of tables, indexes and backups.
    static func isName(_ name: String) -> Bool {
        nameLengths.contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            }
    }

    func requireValidName() throws {
        guard Self.isName(name) else { throw ServiceError.invalidName }
    }

    /// Tables are made in the caller's own account and region.
    func requireOwn(_ call: Call) throws {
        guard accountID == call.accountID, region == call.region else {
            throw ServiceError.validation("The table's ARN is of another account or region than the request")
        }
    }

    var arn: String { "arn:aws:dynamodb:\(region):\(accountID):table/\(name)" }
}
