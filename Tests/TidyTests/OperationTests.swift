import FoundationEssentials
import Testing

@Suite("Operations can be found")
struct OperationTests {
    private struct Service {
        var folder: String
        var generated: String
        var tables: [String]
        var operationFolders: [String]
        /// Of operations whose name another of the target has; AWS's actions are called so.
        var fileNames: [String: String] = [:]
    }

    private let services = [
        Service(
            folder: "APIGateway", generated: "APIGatewayModel",
            tables: [
                "APIGateway/APIGateway+Operations.swift", "APIGateway/APIGateway+MethodOperations.swift",
                "APIGateway/APIGateway+StageOperations.swift", "APIGateway/APIGateway+AccountOperations.swift",
            ], operationFolders: ["APIGateway/Operations/"]),
        Service(
            folder: "APIGateway", generated: "APIGatewayV2Model",
            tables: ["APIGateway/HTTPAPIs/APIGatewayV2+Operations.swift"],
            operationFolders: ["APIGateway/HTTPAPIs/Operations/"],
            fileNames: [
                "CreateAuthorizer": "CreateHTTPAuthorizer", "CreateDeployment": "CreateHTTPDeployment",
                "CreateIntegration": "CreateHTTPIntegration", "CreateStage": "CreateHTTPStage",
                "DeleteAuthorizer": "DeleteHTTPAuthorizer", "DeleteDeployment": "DeleteHTTPDeployment",
                "DeleteIntegration": "DeleteHTTPIntegration", "DeleteStage": "DeleteHTTPStage",
                "GetAuthorizer": "GetHTTPAuthorizer", "GetAuthorizers": "GetHTTPAuthorizers",
                "GetDeployment": "GetHTTPDeployment", "GetDeployments": "GetHTTPDeployments",
                "GetIntegration": "GetHTTPIntegration", "GetStage": "GetHTTPStage", "GetStages": "GetHTTPStages",
                "CreateDomainName": "CreateHTTPDomainName", "GetDomainName": "GetHTTPDomainName",
                "GetDomainNames": "GetHTTPDomainNames", "UpdateDomainName": "UpdateHTTPDomainName",
                "DeleteDomainName": "DeleteHTTPDomainName",
                "GetTags": "GetHTTPTags", "TagResource": "TagHTTPResource", "UntagResource": "UntagHTTPResource",
                "UpdateAuthorizer": "UpdateHTTPAuthorizer", "UpdateDeployment": "UpdateHTTPDeployment",
                "UpdateIntegration": "UpdateHTTPIntegration", "UpdateStage": "UpdateHTTPStage",
            ]),
        Service(
            folder: "S3", generated: "S3Model", tables: ["S3/S3+Operations.swift"],
            operationFolders: ["S3/Operations/"]),
        Service(
            folder: "S3", generated: "S3ControlModel", tables: ["S3/Control/S3Control+Operations.swift"],
            operationFolders: ["S3/Control/Operations/"],
            fileNames: [
                "DeletePublicAccessBlock": "DeleteAccountPublicAccessBlock",
                "GetPublicAccessBlock": "GetAccountPublicAccessBlock",
                "PutPublicAccessBlock": "PutAccountPublicAccessBlock",
            ]),
        Service(
            folder: "IAM", generated: "IAMModel",
            tables: [
                "IAM/IAM+Operations.swift", "IAM/IAM+AccountOperations.swift",
                "IAM/IAM+FederationOperations.swift", "IAM/Simulation/IAM+SimulationOperations.swift",
            ],
            operationFolders: ["IAM/Operations/"]),
        Service(
            folder: "IAM", generated: "STSModel", tables: ["IAM/STS/STS+Operations.swift"],
            operationFolders: ["IAM/STS/Operations/"]),
        Service(
            folder: "CloudTrail", generated: "CloudTrailModel", tables: ["CloudTrail/CloudTrail+Operations.swift"],
            operationFolders: ["CloudTrail/Operations/"]),
        Service(
            folder: "CloudWatchLogs", generated: "CloudWatchLogsModel",
            tables: ["CloudWatchLogs/CloudWatchLogs+Operations.swift"],
            operationFolders: ["CloudWatchLogs/Operations/"]),
        Service(
            folder: "DynamoDB", generated: "DynamoDBModel",
            tables: [
                "DynamoDB/DynamoDB+Operations.swift", "DynamoDB/Backups/DynamoDB+BackupOperations.swift",
                "DynamoDB/Transfers/DynamoDB+TransferOperations.swift",
            ],
            operationFolders: ["DynamoDB/Operations/"]),
        Service(
            folder: "DynamoDB", generated: "DynamoDBStreamsModel",
            tables: ["DynamoDB/Streams/DynamoDBStreams.swift"],
            operationFolders: ["DynamoDB/Streams/Operations/"]),
        Service(
            folder: "Lambda", generated: "LambdaModel", tables: ["Lambda/Lambda+Operations.swift"],
            operationFolders: ["Lambda/Operations/"]),
        Service(
            folder: "CognitoUserPools", generated: "CognitoUserPoolsModel",
            tables: ["CognitoUserPools/CognitoUserPools+Operations.swift"],
            operationFolders: ["CognitoUserPools/Operations/"]),
        Service(
            folder: "CognitoIdentityPools", generated: "CognitoIdentityPoolsModel",
            tables: ["CognitoIdentityPools/CognitoIdentityPools+Operations.swift"],
            operationFolders: ["CognitoIdentityPools/Operations/"]),
    ]

    /// Every operation the model says is served has its file and its line in the table of contents.
    @Test func eachServedOperationHasItsFileAndItsLine() throws {
        for service in services {
            let files = Repository.sources("Sources/Services/\(service.folder)")
            let table = files.filter { file in service.tables.contains { file.path.hasSuffix($0) } }
            #expect(table.count == service.tables.count, "\(service.generated) has no table of contents")
            let served = try servedOperations(service.generated)
            #expect(!served.isEmpty)
            for name in served {
                let hasFile = files.contains { file in
                    let fileName = service.fileNames[name] ?? name
                    return service.operationFolders.contains { file.path.hasSuffix($0 + fileName + ".swift") }
                }
                #expect(hasFile, "\(service.generated): \(name) has no file")
                let function = name.prefix(1).lowercased() + name.dropFirst()
                let hasLine = table.contains { $0.text.contains(function) }
                #expect(hasLine, "\(service.generated): \(name) has no line in the table")
            }
        }
    }

    private func servedOperations(_ model: String) throws -> [String] {
        let path = Repository.root.appending(path: "Sources/Models/\(model)/Generated/Service.swift")
        let text = String(decoding: try Data(contentsOf: path), as: UTF8.self)
        return text.split(separator: "\n").compactMap { line in
            guard line.contains("served: true"), let start = line.firstRange(of: "OperationEntry(\"") else {
                return nil
            }
            return String(line[start.upperBound...].prefix { $0 != "\"" })
        }
    }
}
