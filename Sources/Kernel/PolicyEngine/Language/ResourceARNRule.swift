/// What a `Resource` must look like.
struct ResourceARNRule {
    let kind: PolicyKind

    private static let partitions: Set<Substring> = [
        "aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc",
    ]

    func check(_ text: String) throws(MalformedPolicy) {
        if text.utf8.allSatisfy({ $0 == UInt8(ascii: "*") }) { return }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts[0] == "arn" else {
            throw kind == .resource
                ? MalformedPolicy("Policy has invalid resource")
                : MalformedPolicy("Resource \(text) must be in ARN format or \"*\".")
        }
        // A wildcard may stand for the rest of an ARN.
        if parts.count < 6 {
            guard parts.last?.hasSuffix("*") == true else {
                throw kind == .resource
                    ? MalformedPolicy("Policy has invalid resource")
                    : MalformedPolicy("The policy failed legacy parsing")
            }
        }
        guard parts.count > 2 else { return }
        let partition = parts[1]
        guard Self.partitions.contains(partition) || partition.contains("*") else {
            throw MalformedPolicy("Partition \"\(partition)\" is not valid for resource \"\(text)\".")
        }
        guard parts.count > 3 else { return }
        if parts[2].contains("*") || parts[2].contains("?") {
            throw MalformedPolicy("Resource vendor must be fully qualified and cannot contain regexes.")
        }
        if parts[2] == "iam", !parts[3].isEmpty, parts[3] != "*" {
            throw MalformedPolicy("IAM resource \(text) cannot contain region information.")
        }
    }
}
