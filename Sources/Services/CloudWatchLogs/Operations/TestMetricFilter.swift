import CloudWatchLogsModel
import ServiceKit

extension CloudWatchLogs {
    /// Which of some messages a pattern matches, and what it finds in them. There are no metrics; the patterns are those of
    /// FilterLogEvents.
    func testMetricFilter(_ input: TestMetricFilterRequest, _ call: Call) async throws -> TestMetricFilterResponse {
        let pattern = try FilterPattern(input.filterPattern)
        // Beside the connection's event loop, on which others wait meanwhile.
        let matches = Task.detached {
            input.logEventMessages.enumerated().compactMap { index, message in
                pattern.extract(message).map {
                    MetricFilterMatchRecord(eventNumber: index + 1, eventMessage: message, extractedValues: $0)
                }
            }
        }
        return TestMetricFilterResponse(matches: await matches.value)
    }
}
