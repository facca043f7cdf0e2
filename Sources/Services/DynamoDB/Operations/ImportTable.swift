import DynamoDBModel
import FoundationEssentials
import ServiceKit
import Storage

extension DynamoDB {
    /// What the caller may read is decided now, for each object there is; those that come later are not read.
    func importTable(_ input: ImportTableRequest, _ call: Call) async throws -> ImportTableResponse {
        let format = try TableImport.Format(input)
        let creation = input.tableCreationParameters.request
        let address = TableAddress(creation.tableName, accountID: call.accountID, region: call.region)
        try address.requireNameToMake("tableCreationParameters.tableName")
        let settings = try NewTable(creation)
        let incarnation = incarnations.next()
        var table = settings.table(at: address, incarnation: incarnation, id: randomness.uuid(), time: clock.now)
        table.state = .creating
        let found = try await sources(input.s3BucketSource, call)
        let wanted = TableImport(
            accountID: call.accountID, region: call.region, id: Backup.label(incarnation, clock.now), target: address,
            targetID: table.id, incarnation: incarnation, token: input.clientToken ?? randomness.uuid(),
            bucket: input.s3BucketSource.s3Bucket, bucketOwner: input.s3BucketSource.s3BucketOwner,
            prefix: input.s3BucketSource.s3KeyPrefix, format: format, objectCount: UInt64(found.count),
            startedAt: clock.now, state: .inProgress, creation: table)
        let made = table
        let saved = try await store.write { transaction in
            if let known = try transaction.find(
                TableImport.self, index: TableImport.byToken(wanted.accountID, wanted.region, wanted.token))
            {
                guard known.isSame(as: wanted) else {
                    throw ServiceError(
                        "ImportConflictException",
                        "There was a conflict when importing from the specified S3 source: the client token was used "
                            + "with other parameters", status: 400)
                }
                return known
            }
            guard try !transaction.exists(made.key) else { throw ServiceError.tableExists(made.name) }
            try transaction.save(made)
            try transaction.save(wanted)
            for (number, key) in found.enumerated() {
                try transaction.put(wanted.objectRows.number(UInt64(number)).bytes, Array(key.utf8))
            }
            return wanted
        }
        jobBell.ring()
        return ImportTableResponse(importTableDescription: saved.description)
    }

    private static var mostObjects: Int { 50_000 }

    private func sources(_ source: S3BucketSource, _ call: Call) async throws -> [String] {
        var keys: [String] = []
        var token: String?
        let place = ObjectPlace(
            bucket: source.s3Bucket, key: source.s3KeyPrefix ?? "", bucketOwner: source.s3BucketOwner)
        repeat {
            let page = try await objects.list(place, after: token, call)
            for object in page.objects where object.size > 0 {
                var one = place
                one.key = object.key
                try await objects.checkRead(one, call)
                keys.append(object.key)
            }
            guard keys.count <= Self.mostObjects else {
                throw ServiceError.limitExceeded("An import reads \(Self.mostObjects) objects at most")
            }
            token = page.next
        } while token != nil
        return keys
    }
}

extension TableCreationParameters {
    fileprivate var request: CreateTableRequest {
        CreateTableRequest(
            attributeDefinitions: attributeDefinitions, tableName: tableName, keySchema: keySchema,
            globalSecondaryIndexes: globalSecondaryIndexes, billingMode: billingMode,
            provisionedThroughput: provisionedThroughput, sseSpecification: sseSpecification,
            onDemandThroughput: onDemandThroughput)
    }
}

extension TableImport.Format {
    fileprivate init(_ input: ImportTableRequest) throws {
        switch input.inputFormat {
        case .csv: kind = .csv
        case .dynamodbJson: kind = .json
        default:
            throw ServiceError.validation(
                "InputFormat \(input.inputFormat.rawValue) is not supported on this server: use DYNAMODB_JSON or CSV")
        }
        switch input.inputCompressionType {
        case nil, .noneValue: isPacked = false
        case .gzip: isPacked = true
        case let other?:
            throw ServiceError.validation(
                "InputCompressionType \(other.rawValue) is not supported on this server: use GZIP or NONE")
        }
        guard kind == .csv || input.inputFormatOptions?.csv == nil else {
            throw ServiceError.validation("InputFormatOptions can only be specified when InputFormat is CSV")
        }
        delimiter = input.inputFormatOptions?.csv?.delimiter
        header = input.inputFormatOptions?.csv?.headerList
    }
}
