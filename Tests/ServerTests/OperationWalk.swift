import APIGatewayModel
import APIGatewayV2Model
import Crypto
import FoundationEssentials
import LambdaModel
import ServiceKit
import Wire

/// One request of every operation served, as botocore makes it for the wire's own tests.
enum OperationWalk {
    struct Request: Sendable, Decodable, CustomStringConvertible {
        var service: String
        var operation: String
        /// Of those not served yet, only the types are there.
        var served: Bool
        var method: String
        var bucket: String
        var key: String
        /// Of services with paths of their own.
        var path: String?
        var query: String?
        var headers: [[String]]
        var body: String

        var description: String { "\(service) \(operation)" }
    }

    static let requests: [Request] = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "WireTests/Fixtures/botocore-requests.json")
        guard let data = try? Data(contentsOf: path) else { return [] }
        return ((try? JSONDecoder().decode([Request].self, from: data)) ?? []).filter(\.served)
    }()
}

extension OperationWalk.Request {
    private static let dropped: Set = [
        "content-length", "x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner", "content-md5",
    ]

    /// The headers, less what would be refused before anything is decided.
    var sentHeaders: [(name: String, value: String)] {
        var headers = headers.compactMap { field -> (name: String, value: String)? in
            guard field.count == 2, !Self.dropped.contains(field[0].lowercased()) else { return nil }
            return (name: field[0], value: field[1])
        }
        if service == "s3control" {
            headers.removeAll { $0.name.lowercased() == "x-amz-account-id" }
            headers.append((name: "x-amz-account-id", value: "000000000000"))
        }
        guard service == "s3" else { return headers }
        headers.removeAll { $0.name.lowercased() == "x-amz-copy-source" || $0.name.hasPrefix("x-amz-checksum") }
        if operation == "CopyObject" || operation == "UploadPartCopy" {
            headers.append((name: "x-amz-copy-source", value: "walk/k"))
        }
        guard operation == "DeleteObjects" else { return headers }
        let refused = ["x-amz-mfa", "x-amz-bypass-governance-retention", "x-amz-sdk-checksum-algorithm"]
        headers.removeAll { refused.contains($0.name.lowercased()) }
        let digest = Data(Insecure.MD5.hash(data: bytes)).base64EncodedString()
        headers.append((name: "Content-MD5", value: digest))
        return headers
    }

    var bytes: [UInt8] { [UInt8](Data(base64Encoded: body) ?? Data()) }

    /// The path and query; the bucket is one that is there.
    var target: String { walkedPath + (query.map { $0.isEmpty ? "" : "?" + $0 } ?? "") }

    private static let routers = [
        "apigateway": APIGatewayRoutes.router, "apigatewayv2": APIGatewayV2Routes.router,
        "lambda": LambdaRoutes.router,
    ]

    private static let bucketARN = "arn:aws:s3:::walk"

    private var walkedPath: String {
        if let path { return path }
        return switch service {
        case "s3control": "/\(bucket)/" + (key.hasPrefix("tags/") ? "tags/" + Self.bucketARN : key)
        case "s3" where !bucket.isEmpty: key.isEmpty ? "/walk" : "/walk/" + PercentCoding.encode(key)
        default: "/"
        }
    }

    var wireHeaders: HeaderFields { HeaderFields(sentHeaders.map { ($0.name, $0.value) }) }

    /// The request as an operation's reader gets it.
    var wire: WireRequest {
        var labels = ["resourceArn": Self.bucketARN]
        if !bucket.isEmpty { labels["Bucket"] = "walk" }
        if !key.isEmpty { labels["Key"] = key }
        if let path, let match = Self.routers[service]?.match(method: method, path: path, query: query ?? "") {
            labels = match.labels
        }
        return WireRequest(
            method: method, pathLabels: labels, query: PercentCoding.parseQuery(query ?? ""), headers: wireHeaders,
            body: bytes)
    }
}
