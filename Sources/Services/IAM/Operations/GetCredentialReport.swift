import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getCredentialReport(
        _ input: GetCredentialReportRequest, _ call: Call
    ) async throws -> GetCredentialReportResponse {
        let key = CredentialReport.key(call.accountID)
        guard let report = try await store.read({ try $0.find(CredentialReport.self, key) }) else {
            throw ServiceError(IAMErrors.credentialReportNotPresent, "No report exists.")
        }
        guard report.isValid(at: call.time) else {
            throw ServiceError(IAMErrors.credentialReportExpired, "The report has expired.")
        }
        return GetCredentialReportResponse(
            content: Array(report.content.utf8), reportFormat: .textCsv, generatedTime: report.generatedAt)
    }
}
