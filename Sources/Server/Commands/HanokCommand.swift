import ArgumentParser

/// `hanok`: one self-hosted server for sign-in, temporary credentials and storage.
package struct HanokCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "hanok",
        abstract:
            "A self-hosted server that speaks the AWS protocols of Cognito, IAM, STS, S3, DynamoDB, Lambda and API Gateway.",
        version: HanokVersion.current,
        subcommands: [
            ServeCommand.self, FilesCommand.self, ImportCommand.self, ExportCommand.self, ExplainCommand.self,
            DoctorCommand.self,
        ])

    package init() {}
}

package enum HanokVersion {
    package static let current = "0.1.0"
}
