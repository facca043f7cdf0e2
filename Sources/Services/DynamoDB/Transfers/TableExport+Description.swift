import DynamoDBModel

extension TableExport {
    var status: ExportStatus {
        switch state {
        case .gathering, .writing: .inProgress
        case .completed: .completed
        case .failed: .failed
        }
    }

    var type: ExportType { span == nil ? .fullExport : .incrementalExport }

    var description: ExportDescription {
        ExportDescription(
            exportArn: arn, exportStatus: status, startTime: startedAt, endTime: endedAt,
            exportManifest: state == .completed ? manifestKey : nil, tableArn: tableARN, tableId: tableID,
            exportTime: span == nil ? time : nil, clientToken: token, s3Bucket: bucket, s3BucketOwner: bucketOwner,
            s3Prefix: prefix, s3SseAlgorithm: S3SseAlgorithm(rawValue: encryption), s3SseKmsKeyId: keyID,
            failureCode: failureCode, failureMessage: failureMessage, exportFormat: .dynamodbJson,
            billedSizeBytes: state == .completed ? bytes : nil, itemCount: state == .completed ? itemCount : nil,
            exportType: type,
            incrementalExportSpecification: span.map {
                IncrementalExportSpecification(
                    exportFromTime: $0.from, exportToTime: $0.to,
                    exportViewType: ExportViewType(rawValue: $0.viewType))
            })
    }
}
