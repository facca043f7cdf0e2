import Crypto
import FoundationEssentials
import ServiceKit

/// A policy that AWS has in every account, under AWS's name and path. The documents are ours: they allow
/// what the names say for the services of this house.
struct AWSManagedPolicy: Sendable {
    let name: String
    let path: String
    let id: String
    let document: String

    var arn: String { Self.arn(path, name) }
    var reference: PolicyReference { PolicyReference(id: id, arn: arn) }
    /// Made for one service-linked role, and attached to nothing else.
    var isOfServiceLinkedRole: Bool { path == Self.serviceLinkedPath }

    static let arnPrefix = "arn:aws:iam::aws:policy/"
    static let serviceRolePath = "/service-role/"
    static let jobFunctionPath = "/job-function/"
    static let serviceLinkedPath = "/aws-service-role/"
    static let versionID = "v1"
    /// 2015-02-06, when AWS made the first of them.
    static let createdAt = Date(timeIntervalSince1970: 1_423_247_961)

    init(_ name: String, path: String = "/", _ statements: String...) {
        self.name = name
        self.path = path
        id = Self.id(Self.arn(path, name))
        document = #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    }

    /// In the order of their names.
    static let all: [AWSManagedPolicy] =
        (administration + identity + objects + tables + cognito + functions + gateways + monitoring + trails
        + serviceLinked).sorted { $0.name < $1.name }

    private static let byARN = Dictionary(uniqueKeysWithValues: all.map { ($0.arn, $0) })

    static func find(_ arn: String) -> AWSManagedPolicy? {
        byARN[arn].flatMap { $0.arn.hasSameBytes(as: arn) ? $0 : nil }
    }

    private static func arn(_ path: String, _ name: String) -> String { "arn:aws:iam::aws:policy\(path)\(name)" }

    /// The same in every house, at every start.
    private static func id(_ arn: String) -> String {
        let letters = Array(Alphabet.base32.utf8)
        let digits = SHA256.hash(data: Data(arn.utf8)).prefix(17).map { letters[Int($0 & 31)] }
        return "ANPA" + String(decoding: digits, as: UTF8.self)
    }
}
