import Wire

extension Call.Client {
    /// Where an object is for who asks, as S3's `Location` has it: in the style of the request, slashes encoded too.
    package func address(ofKey key: String, in bucket: String) -> String {
        "\(isSecure ? "https" : "http")://\(host)/\(hostNamesBucket ? "" : bucket + "/")" + PercentCoding.encode(key)
    }
}
