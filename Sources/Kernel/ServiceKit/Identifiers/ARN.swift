/// An Amazon Resource Name: `arn:partition:service:region:account:resource`.
package struct ARN: Sendable, Hashable, CustomStringConvertible {
    package var partition: String
    package var service: String
    package var region: String
    package var account: String
    package var resource: String

    package init(
        service: String, region: String = "", account: String = "", resource: String, partition: String = "aws"
    ) {
        self.partition = partition
        self.service = service
        self.region = region
        self.account = account
        self.resource = resource
    }

    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty, !parts[2].isEmpty, !parts[5].isEmpty else {
            return nil
        }
        self.init(
            service: String(parts[2]), region: String(parts[3]), account: String(parts[4]),
            resource: String(parts[5]), partition: String(parts[1]))
    }

    package var description: String { "arn:\(partition):\(service):\(region):\(account):\(resource)" }
}

extension String {
    /// Whether both are the same name to a policy, which compares bytes: `==` also takes for equal what Unicode
    /// calls equivalent, such as the Kelvin sign and K, and would find what a Deny did not name.
    package func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
