import FoundationEssentials
import ServiceKit
import Storage

/// A custom domain; a name is one account's alone. Its certificate is kept and told, and never looked at: who needs TLS
/// for it gives the server a certificate.
struct DomainRecord: Record, Codable {
    static let table = TableID.apiDomains

    var name: String
    var accountID: String
    var region: String
    /// `REGIONAL` or `EDGE`
    var endpointType: String
    var certificateARN: String?
    var certificateName: String?
    var securityPolicy: String
    var ipAddressType: String
    var tags: [String: String]
    var createdAt: Date

    var key: Key { Self.key(name) }
    static func key(_ name: String) -> Key { Key(table: .apiDomains).text(name) }
    var indexKeys: [Key] { [Self.listing(accountID, region).text(name)] }
    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .apiDomainsByAccount).text(accountID).text(region)
    }

    /// The name that AWS would have the domain point at.
    var gatewayName: String { "d-\(name.prefix { $0 != "." }).execute-api.\(region).amazonaws.com" }

    func check() throws {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63
                && label.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
                }
        }
        guard isName, labels.count >= 2, name.utf8.count <= 253 else {
            throw ServiceError.badRequest("The domain name to be created is invalid: \(name)")
        }
        guard ["REGIONAL", "EDGE"].contains(endpointType) else {
            throw ServiceError.badRequest("Invalid endpoint type specified")
        }
        guard ["TLS_1_0", "TLS_1_2"].contains(securityPolicy) else {
            throw ServiceError.badRequest("Invalid security policy specified")
        }
        if let certificateARN, !certificateARN.hasPrefix("arn:") {
            throw ServiceError.badRequest(
                "Invalid certificate ARN: \(certificateARN). Certificate must be in 'us-east-1'.")
        }
    }
}

/// Where a domain leads below a base path.
struct MappingRecord: Record, Codable {
    static let table = TableID.apiMappings

    var id: String
    var domain: String
    /// Empty for the domain itself.
    var basePath: String
    var apiID: String
    /// Nil where the path names it.
    var stage: String?

    var key: Key { Self.listing(domain).text(basePath) }
    static func listing(_ domain: String) -> Key { Key(table: .apiMappings).text(domain) }
    static func key(_ domain: String, _ basePath: String) -> Key { listing(domain).text(basePath) }

    func check(isOfV2: Bool) throws {
        let parts = basePath.split(separator: "/", omittingEmptySubsequences: false)
        let isPath = parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                        || "$-_.+!*'()".utf8.contains(byte)
                }
        }
        guard basePath.isEmpty || isPath && basePath.utf8.count <= 300 && (isOfV2 || parts.count == 1) else {
            throw ServiceError.badRequest(
                "API mapping key should not start with a '/' or have consecutive '/'s and must consist only of letters, "
                    + "numbers and $-_.+!*'(): \(basePath)")
        }
    }
}

extension Snapshot {
    func requireDomain(_ name: String, _ call: Call) throws -> DomainRecord {
        guard let record = try find(DomainRecord.self, DomainRecord.key(name)), record.accountID == call.accountID,
            record.region == call.region
        else { throw ServiceError.notFound("Invalid domain name identifier specified") }
        return record
    }

    func mappings(of domain: String) throws -> [MappingRecord] {
        try list(MappingRecord.self, prefix: MappingRecord.listing(domain), limit: APILimits.mappings + 1).records
    }

    func requireMapping(_ basePath: String, of domain: String, _ call: Call) throws -> MappingRecord {
        _ = try requireDomain(domain, call)
        guard let record = try find(MappingRecord.self, MappingRecord.key(domain, basePath)) else {
            throw ServiceError.notFound("Invalid base path mapping identifier specified")
        }
        return record
    }

    func requireMapping(id: String, of domain: String, _ call: Call) throws -> MappingRecord {
        _ = try requireDomain(domain, call)
        guard let record = try mappings(of: domain).first(where: { $0.id == id }) else {
            throw ServiceError.notFound("Invalid API mapping identifier specified")
        }
        return record
    }

    /// The API is one of the caller's, and the stage is there.
    func requireTarget(_ apiID: String, stage: String?, _ call: Call) throws {
        guard let entry = try find(APIEntry.self, APIEntry.key(apiID)), entry.accountID == call.accountID,
            entry.region == call.region
        else { throw APIEntry.absent(apiID, call) }
        guard let stage else { return }
        guard try hasStage(stage, entry) else { throw ServiceError.badRequest("Invalid stage identifier specified") }
    }

    private func hasStage(_ name: String, _ entry: APIEntry) throws -> Bool {
        let table: TableID = entry.kind == .http ? .httpStages : .restStages
        return try get(Key(table: table).text(entry.id).text(name).bytes) != nil
    }
}

extension Transaction {
    func insert(_ domain: DomainRecord) throws {
        guard try !exists(domain.key) else {
            throw ServiceError.conflict("The domain name you provided already exists.")
        }
        let listing = DomainRecord.listing(domain.accountID, domain.region).bytes
        let count = try scan(ScanRange(prefix: listing, maxEntries: APILimits.domains, keysOnly: true)).entries.count
        guard count < APILimits.domains else { throw ServiceError.limitExceeded("Domain names limit exceeded") }
        try save(domain)
    }

    func insert(_ mapping: MappingRecord, _ call: Call) throws {
        let domain = try requireDomain(mapping.domain, call)
        try requireTarget(mapping.apiID, stage: mapping.stage, call)
        guard try !exists(mapping.key) else {
            throw ServiceError.conflict("Base path already exists for this domain name")
        }
        guard try mappings(of: domain.name).count < APILimits.mappings else {
            throw ServiceError.limitExceeded("API mappings limit exceeded")
        }
        try save(mapping)
    }

    func removeDomain(_ name: String, _ call: Call) throws {
        try remove(try requireDomain(name, call))
        for mapping in try mappings(of: name) { try remove(mapping) }
    }

    /// An API, or a stage of it, that a custom domain leads to cannot go.
    func requireUnmapped(_ apiID: String, stage: String? = nil) throws {
        guard let entry = try find(APIEntry.self, APIEntry.key(apiID)) else { return }
        let domains = try list(
            DomainRecord.self, index: DomainRecord.listing(entry.accountID, entry.region), limit: APILimits.domains + 1)
        for domain in domains.records {
            let isLedTo = try mappings(of: domain.name).contains {
                $0.apiID == apiID && (stage == nil || $0.stage == stage)
            }
            guard !isLedTo else {
                throw ServiceError.badRequest(
                    "Deleting API failed. Please remove all base path mappings related to the API in your domains: "
                        + domain.name)
            }
        }
    }
}
