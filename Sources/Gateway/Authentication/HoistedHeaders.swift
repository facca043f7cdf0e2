import ServiceKit
import SigV4
import Wire

/// Headers that stand in the query of a presigned URL, where AWS's SDKs put them by themselves: `x-amz-acl`,
/// `x-amz-tagging`, `x-amz-meta-…`. The signature covers them; the operation and the policies see them as headers.
enum HoistedHeaders {
    /// Of the signature itself.
    private static let ownNames: Set<String> = [
        "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-signedheaders", "x-amz-signature",
        "x-amz-security-token", "x-amz-content-sha256",
    ]

    /// - Throws: where a header and a parameter of one name differ.
    static func headers(
        of request: HTTPRequest, _ query: [QueryParameter], _ facts: Call.SignatureFacts
    ) throws -> HeaderFields {
        guard case .query = facts else { return request.headers }
        var headers = request.headers
        for parameter in query where parameter.name.hasPrefixIgnoringASCIICase("x-amz-") {
            let name = parameter.name.lowercased()
            guard !ownNames.contains(name) else { continue }
            let value = parameter.value ?? ""
            guard let given = request.headers.first(name) else {
                headers.add(name, value)
                continue
            }
            guard given == value else {
                throw ServiceError(
                    "InvalidArgument", "The header and the query parameter of that name differ", status: 400,
                    members: [("ArgumentName", name), ("ArgumentValue", given)])
            }
        }
        return headers
    }
}
