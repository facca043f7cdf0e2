import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// AWS makes the report in the background; here it is there when this returns.
    func generateCredentialReport(
        _ input: GenerateCredentialReportRequest, _ call: Call
    ) async throws -> GenerateCredentialReportResponse {
        let id = call.accountID
        guard let account = accounts[id] else { throw ServiceError.accessDenied("No such account.") }
        let key = CredentialReport.key(id)
        if let report = try await store.read({ try $0.find(CredentialReport.self, key) }),
            report.isValid(at: call.time)
        {
            return GenerateCredentialReportResponse(state: .complete)
        }
        let text = try await store.read { snapshot in
            var text = CredentialReportText(account, try snapshot.account(id).passwordRules)
            try snapshot.forEach(UserRecord.self, below: UserRecord.all(id)) { user in
                let keys = try snapshot.accessKeys(of: user).sorted { $0.createdAt < $1.createdAt }
                text.add(
                    user, try snapshot.loginProfile(of: user.id), hasMFA: try snapshot.hasMFA(user),
                    try keys.map { ($0, try lastUse(of: $0.accessKeyID, snapshot)) })
            }
            return text.text
        }
        try await store.write { transaction in
            try transaction.save(CredentialReport(accountID: id, content: text, generatedAt: call.time))
        }
        return GenerateCredentialReportResponse(
            state: .started, description: "No report exists. Starting a new report generation task")
    }
}
