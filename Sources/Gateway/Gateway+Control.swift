import ServiceKit
import Wire

/// Operations of S3 Control, answered with what every answer of S3 carries.
extension Gateway {
    func answerControl(_ request: HTTPRequest, _ service: ServedService, _ record: AccessRecord) async -> HTTPAnswer {
        record.service = service.model.name
        var answer: HTTPAnswer
        do {
            answer = HTTPAnswer(try await pipeline.runControl(request, service, record))
        } catch {
            answer = self.answer(to: error, service.model, request, record)
            if request.method == "HEAD" { answer.body = .bytes([]) }
        }
        addDenialMessage(&answer, record)
        tell(of: request, record, service.model, answer)
        answer.headers.add("x-amz-request-id", record.ids.id)
        answer.headers.add("x-amz-id-2", record.ids.hostID)
        answer.headers.add("Server", "AmazonS3")
        return answer
    }
}
