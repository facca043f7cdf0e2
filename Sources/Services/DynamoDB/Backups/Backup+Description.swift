import DynamoDBModel
import FoundationEssentials

extension Backup {
    var details: BackupDetails {
        BackupDetails(
            backupArn: arn, backupName: name, backupSizeBytes: counts.bytes,
            backupStatus: BackupStatus(rawValue: state.rawValue), backupType: BackupType(rawValue: kind.rawValue),
            backupCreationDateTime: createdAt, backupExpiryDateTime: endsAt)
    }

    var summary: BackupSummary {
        BackupSummary(
            tableName: source.name, tableId: source.id, tableArn: source.arn, backupArn: arn, backupName: name,
            backupCreationDateTime: createdAt, backupExpiryDateTime: endsAt,
            backupStatus: BackupStatus(rawValue: state.rawValue), backupType: BackupType(rawValue: kind.rawValue),
            backupSizeBytes: counts.bytes)
    }

    var description: BackupDescription {
        BackupDescription(
            backupDetails: details,
            sourceTableDetails: SourceTableDetails(
                tableName: source.name, tableId: source.id, tableArn: source.arn, tableSizeBytes: counts.bytes,
                keySchema: source.keys.elements, tableCreationDateTime: source.createdAt,
                provisionedThroughput: source.throughput?.given
                    ?? ProvisionedThroughput(readCapacityUnits: 0, writeCapacityUnits: 0),
                onDemandThroughput: source.demandLimits?.described, itemCount: counts.items,
                billingMode: BillingMode(rawValue: source.billing.rawValue)),
            sourceTableFeatureDetails: features)
    }

    private var features: SourceTableFeatureDetails {
        let described = source.description()
        return SourceTableFeatureDetails(
            localSecondaryIndexes: described.localSecondaryIndexes?.map {
                LocalSecondaryIndexInfo(indexName: $0.indexName, keySchema: $0.keySchema, projection: $0.projection)
            },
            globalSecondaryIndexes: source.indexes.filter { $0.scope == .global }.map { index in
                GlobalSecondaryIndexInfo(
                    indexName: index.name, keySchema: index.keys.elements,
                    projection: described.globalSecondaryIndexes?.first { $0.indexName == index.name }?.projection,
                    provisionedThroughput: index.throughput?.given,
                    onDemandThroughput: index.demandLimits?.described)
            },
            streamDescription: described.streamSpecification,
            timeToLiveDescription: source.timeToLive.flatMap { $0.isEnabled ? $0 : nil }.map {
                TimeToLiveDescription(timeToLiveStatus: .enabled, attributeName: $0.attribute)
            })
    }
}
