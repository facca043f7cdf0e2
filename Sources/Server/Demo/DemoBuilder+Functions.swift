import AWSClient
import FoundationEssentials
import ServiceKit
import Wire
import ZipArchive

/// Documents 003 and 004: the table, and the functions behind both APIs.
extension DemoBuilder {
    static let postFunction = "Demo-Post-Lambda"
    static let testsFunction = "Demo-Tests-Lambda"

    func makeTable(_ places: DemoPlaces) async throws {
        try await unlessThere(["ResourceInUseException"]) {
            _ = try await client.json(
                "dynamodb", "DynamoDB_20120810.CreateTable", version: "1.0",
                [
                    "TableName": .string(places.table),
                    "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "N"]],
                    "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]], "BillingMode": "PAY_PER_REQUEST",
                ])
        }
    }

    func makeFunctions(_ places: DemoPlaces) async throws {
        let role = try await makeRole(
            "Demo-IAM-Lambda",
            trust: [
                "Version": "2012-10-17",
                "Statement": [
                    [
                        "Effect": "Allow", "Principal": ["Service": "lambda.amazonaws.com"], "Action": "sts:AssumeRole",
                    ]
                ],
            ],
            policy: [
                "Version": "2012-10-17",
                "Statement": [
                    [
                        "Effect": "Allow", "Action": ["dynamodb:Scan", "dynamodb:PutItem"],
                        "Resource": .string("arn:aws:dynamodb:*:*:table/\(places.table)"),
                    ],
                    ["Effect": "Allow", "Action": "logs:*", "Resource": "*"],
                ],
            ])
        try await makeFunction(
            Self.postFunction, PackageResources.post_py, role, variables: ["TABLE": .string(places.table)])
        try await makeFunction(Self.testsFunction, PackageResources.tests_py, role, variables: [:])
    }

    private func makeFunction(_ name: String, _ source: [UInt8], _ role: String, variables: JSONValue) async throws {
        do {
            _ = try await client.rest("lambda", "GET", "/2015-03-31/functions/\(name)")
            return
        } catch let failure as AWSFailure {
            guard failure.status == 404 else { throw failure }
        }
        let file = folder + "/demo-\(name).zip"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try ZipArchive.pack([("lambda_function.py", source)], to: file)
        let archive = try Data(contentsOf: URL(filePath: file)).base64EncodedString()
        _ = try await client.rest(
            "lambda", "POST", "/2015-03-31/functions",
            [
                "FunctionName": .string(name), "Runtime": "python3.12", "Role": .string(role),
                "Handler": "lambda_function.lambda_handler", "Timeout": 20, "MemorySize": 256,
                "Code": ["ZipFile": .string(archive)], "Environment": ["Variables": variables],
            ])
    }

    /// Lets an API invoke a function.
    func permit(_ function: String, api: String, _ places: DemoPlaces) async throws {
        try await unlessThere(["ResourceConflictException"]) {
            _ = try await client.rest(
                "lambda", "POST", "/2015-03-31/functions/\(function)/policy",
                [
                    "StatementId": .string("api-" + api), "Action": "lambda:InvokeFunction",
                    "Principal": "apigateway.amazonaws.com",
                    "SourceArn": .string("arn:aws:execute-api:\(region):\(places.accountID):\(api)/*/*/*"),
                ])
        }
    }

    func functionARN(_ name: String, _ places: DemoPlaces) -> String {
        "arn:aws:lambda:\(region):\(places.accountID):function:\(name)"
    }
}
