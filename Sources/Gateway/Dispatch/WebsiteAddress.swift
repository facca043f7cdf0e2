/// Where a request for a page of a bucket's website says so: in the host, as AWS's website endpoints, or in a path of
/// ours.
struct WebsiteAddress: Sendable, Equatable {
    let bucket: String
    /// What is asked for, as it came.
    let path: String
    /// What stands before the path in links of the same site; empty on a host of its own.
    let base: String

    private static let prefix = "/_aws/s3-website/"

    init?(_ request: HTTPRequest, publicHost: String) {
        if let bucket = Self.bucket(inHost: request.hostName, publicHost: publicHost) {
            self.bucket = bucket
            path = request.rawPath
            base = ""
            return
        }
        guard request.rawPath.hasPrefix(Self.prefix) else { return nil }
        let rest = request.rawPath.dropFirst(Self.prefix.count)
        let name = rest.prefix { $0 != "/" }
        guard !name.isEmpty else { return nil }
        bucket = String(name)
        path = rest.dropFirst(name.count).isEmpty ? "/" : String(rest.dropFirst(name.count))
        base = Self.prefix + name
    }

    /// `BUCKET.s3-website-REGION.amazonaws.com`, `BUCKET.s3-website.REGION.amazonaws.com`, and the same before a host
    /// of ours, with or without a region.
    private static func bucket(inHost host: String, publicHost: String) -> String? {
        if BucketAddress.isOurs(host, publicHost: publicHost) { return nil }
        for ours in ["localhost", "127.0.0.1", "amazonaws.com", publicHost] where host.hasSuffix("." + ours) {
            let labels = host.dropLast(ours.utf8.count + 1).split(separator: ".", omittingEmptySubsequences: false)
            guard let index = labels.lastIndex(where: { $0 == "s3-website" || $0.hasPrefix("s3-website-") }),
                index > 0, labels.count - index <= 2
            else { continue }
            return labels[..<index].joined(separator: ".")
        }
        return nil
    }
}
