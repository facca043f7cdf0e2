/// The date, region and service a Signature Version 4 key is good for.
package struct CredentialScope: Sendable, Hashable {
    /// `YYYYMMDD`.
    package let date: String
    package let region: String
    package let service: String
    /// What ended the scope; only `aws4_request` is right.
    package let terminator: String

    package init(date: String, region: String, service: String, terminator: String = "aws4_request") {
        self.date = date
        self.region = region
        self.service = service
        self.terminator = terminator
    }

    package var text: String { "\(date)/\(region)/\(service)/\(terminator)" }
}

extension CredentialScope {
    private static let longestCredential = 256

    /// Splits `AKID/YYYYMMDD/REGION/SERVICE/aws4_request`.
    static func parse(credential: String) -> (accessKeyID: String, scope: CredentialScope)? {
        guard credential.utf8.count <= longestCredential else { return nil }
        let parts = credential.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 5, parts.allSatisfy({ !$0.isEmpty }),
            parts[1].count == 8, parts[1].allSatisfy({ (48...57).contains($0) })
        else { return nil }
        let texts = parts.map { String(Substring($0)) }
        let scope = CredentialScope(date: texts[1], region: texts[2], service: texts[3], terminator: texts[4])
        return (texts[0], scope)
    }
}
