import Wire

/// Where an S3 request says its bucket and key are: in the host's first label, or in the path.
struct BucketAddress: Sendable, Equatable {
    var bucket: String?
    /// Percent-decoded once, never normalised.
    var key: String?

    /// - Parameter bucketInHost: the host's label before a host of ours.
    /// - Returns: nil where the path does not decode, or leads out of the bucket.
    init?(rawPath: String, bucketInHost: String?) {
        let slash = UInt8(ascii: "/")
        let path = rawPath.utf8.first == slash ? Substring(rawPath.utf8.dropFirst()) : rawPath[...]
        if let bucketInHost {
            guard let key = PercentCoding.decode(path), !Self.leadsOut(key) else { return nil }
            bucket = bucketInHost
            self.key = key.isEmpty ? nil : key
            return
        }
        let end = path.utf8.firstIndex(of: slash) ?? path.endIndex
        guard let bucket = PercentCoding.decode(path[..<end]),
            let key = PercentCoding.decode(Substring(path[end...].utf8.dropFirst())), !Self.leadsOut(key)
        else { return nil }
        self.bucket = bucket.isEmpty ? nil : bucket
        self.key = key.isEmpty ? nil : key
    }

    /// Whether, read from the left, a key has more `..` than names before them. Others are kept as they are.
    private static func leadsOut(_ key: String) -> Bool {
        var depth = 0
        var dots = 0
        var length = 0
        for byte in key.utf8 {
            if byte != UInt8(ascii: "/") {
                length += 1
                if byte == UInt8(ascii: ".") { dots += 1 }
                continue
            }
            depth += step(dots, length)
            if depth < 0 { return true }
            (dots, length) = (0, 0)
        }
        return depth + step(dots, length) < 0
    }

    /// How far a segment leads, by its dots and its length.
    private static func step(_ dots: Int, _ length: Int) -> Int {
        switch (dots, length) {
        case (1, 1): 0
        case (2, 2): -1
        default: 1
        }
    }

    private static let ourHosts = ["localhost", "127.0.0.1"]

    /// `BUCKET.localhost`, `BUCKET.127.0.0.1`, `BUCKET.s3.localhost`, `BUCKET.s3.REGION.localhost`,
    /// `BUCKET.s3.amazonaws.com`, `BUCKET.s3.REGION.amazonaws.com`, and the public host's names.
    static func bucket(inHost host: String, publicHost: String) -> String? {
        if isOurs(host, publicHost: publicHost) { return nil }
        for ours in ourHosts + [publicHost] where host.hasSuffix("." + ours) {
            return bucket(beforeEndpoint: host.dropLast(ours.utf8.count + 1), isAmazon: false)
        }
        guard host.hasSuffix(".amazonaws.com") else { return nil }
        return bucket(beforeEndpoint: host.dropLast(".amazonaws.com".utf8.count), isAmazon: true)
    }

    /// Whether a host is one of ours with nothing before it, as in most requests.
    static func isOurs(_ host: String, publicHost: String) -> Bool {
        host == "localhost" || host == "127.0.0.1" || host == publicHost
    }

    private static let serviceLabels: Set<String> = [
        "cognito-idp", "cognito-identity", "iam", "sts", "dynamodb", "lambda", "logs", "apigateway",
    ]

    private static func bucket(beforeEndpoint name: Substring, isAmazon: Bool) -> String? {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        if let s3 = labels.lastIndex(where: { $0 == "s3" || $0.hasPrefix("s3-") }),
            labels.count - s3 <= 3, s3 > 0 || labels.count <= 2
        {
            let bucket = labels[..<s3].joined(separator: ".")
            return bucket.isEmpty ? nil : bucket
        }
        guard !isAmazon, let first = labels.first, !serviceLabels.contains(String(first)) else { return nil }
        return String(name)
    }
}
