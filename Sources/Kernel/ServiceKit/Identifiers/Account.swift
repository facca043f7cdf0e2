/// An AWS account of this server. Everything stored belongs to one.
package struct Account: Sendable, Hashable {
    /// Twelve digits.
    package let id: String
    package let name: String
    package let email: String
    /// 64 hexadecimal digits, S3's name for the account.
    package let canonicalUserID: String

    package init(id: String, name: String, email: String, canonicalUserID: String) {
        self.id = id
        self.name = name
        self.email = email
        self.canonicalUserID = canonicalUserID
    }

    package var rootARN: String { "arn:aws:iam::\(id):root" }
}

/// The accounts of the configuration; fixed while the server runs.
package struct Accounts: Sendable {
    private let byID: [String: Account]
    /// Whose resources calls without a signature make and find, where nothing else tells.
    package let standard: Account

    package init(_ accounts: [Account], standard: Account) {
        byID = Dictionary((accounts + [standard]).map { ($0.id, $0) }) { first, _ in first }
        self.standard = standard
    }

    package subscript(id: String) -> Account? { byID[id] }

    package var all: [Account] { byID.values.sorted { $0.id < $1.id } }
}
