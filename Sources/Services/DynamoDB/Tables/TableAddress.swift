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
        // What stands in another region is no table of this one's: a policy about regions decides about the request's.
        if text.hasPrefix("arn:"), let address = TableAddress(arn: text), address.region == region {
            self = address
        } else {
            self.accountID = accountID
            self.region = region
            name = text
        }
    }

    private static let longestName = 255
    /// Of a table that is made. Other requests may name one by less, and do not find it.
    private static let shortestName = 3

    private var hasNameCharacters: Bool {
        name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        }
    }

    /// The model bounds `TableName` as an ARN; a name has bounds of its own.
    func requireNameToFind(_ member: String = "tableName") throws { try checkName(shortest: 1, member) }
    func requireNameToMake(_ member: String = "tableName") throws { try checkName(shortest: Self.shortestName, member) }

    private static let longestEcho = 2048

    /// Of a batch, whose tables are the keys of a map; names too short to be any are refused here, too.
    /// - Parameter request: the map as JSON.
    func requireNameInBatch(_ request: @autoclosure () -> String) throws {
        guard !hasNameCharacters || !(Self.shortestName...Self.longestName).contains(name.utf8.count) else { return }
        throw ServiceError.constraints([
            "Value '\(request().prefix(Self.longestEcho))' at 'requestItems' failed to satisfy constraint: Map keys must "
                + "satisfy constraint: [Member must have length less than or equal to \(Self.longestName), Member must "
                + "have length greater than or equal to \(Self.shortestName), Member must satisfy regular expression "
                + "pattern: [a-zA-Z0-9_.-]+]"
        ])
    }

    private func checkName(shortest: Int, _ member: String) throws {
        var broken: [String] = []
        if !hasNameCharacters { broken.append("satisfy regular expression pattern: [a-zA-Z0-9_.-]+") }
        if name.utf8.count < shortest { broken.append("have length greater than or equal to \(shortest)") }
        if name.utf8.count > Self.longestName { broken.append("have length less than or equal to \(Self.longestName)") }
        guard !broken.isEmpty else { return }
        throw ServiceError.constraints(
            broken.map { "Value '\(name)' at '\(member)' failed to satisfy constraint: Member must \($0)" })
    }

    /// For ARNs of what is not made here.
    func requireRegion(of call: Call) throws {
        guard region == call.region else {
            throw ServiceError.validation("The ARN is of the region \(region), and the request of \(call.region)")
        }
    }

    /// Tables are made in the caller's own account and region.
    func requireOwn(_ call: Call) throws {
        guard accountID == call.accountID, region == call.region else {
            throw ServiceError.validation("The table's ARN is of another account or region than the request")
        }
    }

    var arn: String { "arn:aws:dynamodb:\(region):\(accountID):table/\(name)" }
}
