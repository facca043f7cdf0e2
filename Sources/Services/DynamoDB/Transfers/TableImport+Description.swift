import DynamoDBModel

extension TableImport {
    var source: S3BucketSource {
        S3BucketSource(s3BucketOwner: bucketOwner, s3Bucket: bucket, s3KeyPrefix: prefix)
    }

    var status: ImportStatus { ImportStatus(rawValue: state.rawValue) }

    var description: ImportTableDescription {
        let isCSV = format.kind == .csv && (format.delimiter != nil || format.header != nil)
        return ImportTableDescription(
            importArn: arn, importStatus: status, tableArn: target.arn, tableId: targetID, clientToken: token,
            s3BucketSource: source, errorCount: progress.errors,
            inputFormat: InputFormat(rawValue: format.kind.rawValue),
            inputFormatOptions: isCSV
                ? InputFormatOptions(csv: CsvOptions(delimiter: format.delimiter, headerList: format.header)) : nil,
            inputCompressionType: format.isPacked ? .gzip : .noneValue, tableCreationParameters: parameters,
            startTime: startedAt, endTime: endedAt, processedSizeBytes: progress.bytes,
            processedItemCount: progress.processed, importedItemCount: progress.imported, failureCode: failureCode,
            failureMessage: failureMessage)
    }

    private var parameters: TableCreationParameters {
        let described = creation.description()
        return TableCreationParameters(
            tableName: target.name, attributeDefinitions: described.attributeDefinitions ?? [],
            keySchema: creation.keys.elements, billingMode: BillingMode(rawValue: creation.billing.rawValue),
            provisionedThroughput: creation.throughput?.given,
            onDemandThroughput: described.onDemandThroughput,
            globalSecondaryIndexes: described.globalSecondaryIndexes?.map { index in
                GlobalSecondaryIndex(
                    indexName: index.indexName ?? "", keySchema: index.keySchema ?? [],
                    projection: index.projection ?? Projection(),
                    provisionedThroughput: creation.index(index.indexName ?? "")?.throughput?.given)
            })
    }
}
