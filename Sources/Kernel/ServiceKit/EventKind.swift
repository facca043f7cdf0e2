import Wire

/// AWS tells events of management (somebody changes or looks at resources) from those of data (somebody
/// uses what is in them). Only the former are looked up by CloudTrail's LookupEvents.
package enum EventKind: Sendable {
    case management
    case data

    /// By AWS's lists of data events; every other operation is management.
    package init(_ operation: String, of service: ServiceModel) {
        self = Self.dataOperations[service.name]?.contains(operation) == true ? .data : .management
    }

    private static let dataOperations: [String: Set<String>] = [
        "s3": [
            "AbortMultipartUpload", "CompleteMultipartUpload", "CopyObject", "CreateMultipartUpload", "DeleteObject",
            "DeleteObjectTagging", "DeleteObjects", "GetObject", "GetObjectAcl", "GetObjectAttributes",
            "GetObjectLegalHold", "GetObjectRetention", "GetObjectTagging", "HeadBucket", "HeadObject",
            "ListMultipartUploads", "ListObjectVersions", "ListObjects", "ListObjectsV2", "ListParts", "PutObject",
            "PutObjectAcl", "PutObjectLegalHold", "PutObjectRetention", "PutObjectTagging", "RestoreObject",
            "SelectObjectContent", "UploadPart", "UploadPartCopy",
        ],
        "dynamodb": [
            "BatchExecuteStatement", "BatchGetItem", "BatchWriteItem", "DeleteItem", "ExecuteStatement",
            "ExecuteTransaction", "GetItem", "PutItem", "Query", "Scan", "TransactGetItems", "TransactWriteItems",
            "UpdateItem",
        ],
        "dynamodbstreams": ["GetRecords", "GetShardIterator"],
        "logs": ["FilterLogEvents", "GetLogEvents", "PutLogEvents"],
        "lambda": ["Invoke", "InvokeAsync"],
        "cognito-identity": ["GetCredentialsForIdentity", "GetId", "GetOpenIdToken", "UnlinkIdentity"],
    ]

    /// Whether the operation changes nothing, told by its name as AWS's names have it.
    package static func isReadOnly(_ operation: String) -> Bool {
        let name = operation.hasPrefix("Admin") ? operation.dropFirst("Admin".count) : operation[...]
        return [
            "BatchGet", "Decode", "Describe", "Get", "Head", "List", "Lookup", "Query", "Scan", "Simulate",
            "TransactGet",
        ].contains { name.hasPrefix($0) }
    }
}
