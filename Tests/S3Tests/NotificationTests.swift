import S3Model
import ServiceKit
import Testing

import S3

@Suite struct NotificationCheckTests {
    private static let queue = "arn:aws:sqs:us-east-1:111122223333:jobs"

    private func filter(_ rules: (String, String)...) -> NotificationConfigurationFilter {
        NotificationConfigurationFilter(
            key: S3KeyFilter(
                filterRules: rules.map { FilterRule(name: FilterRuleName(rawValue: $0.0), value: $0.1) }))
    }

    private func queue(
        _ events: [String] = ["s3:ObjectCreated:*"], id: String? = nil, arn: String = queue,
        filter: NotificationConfigurationFilter? = nil
    ) -> QueueConfiguration {
        QueueConfiguration(id: id, queueArn: arn, events: events.map { Event(rawValue: $0) }, filter: filter)
    }

    private func check(_ queues: [QueueConfiguration]) throws -> NotificationConfiguration {
        var made = 0
        return try NotificationCheck.check(
            NotificationConfiguration(queueConfigurations: queues), region: "us-east-1"
        ) {
            made += 1
            return "made-\(made)"
        }
    }

    private func refusal(_ queues: QueueConfiguration...) -> ServiceError? {
        do {
            _ = try check(queues)
            return nil
        } catch {
            return error as? ServiceError
        }
    }

    @Test func isCompleted() throws {
        let checked = try check([
            queue(["s3:ObjectCreated:Put"], filter: filter(("prefix", "a"), ("SUFFIX", ".jpg"))),
            queue(["s3:ObjectRemoved:*"], id: "mine"),
        ])
        #expect(checked.queueConfigurations?.map(\.id) == ["made-1", "mine"])
        #expect(
            checked.queueConfigurations?[0].filter == filter(("Prefix", "a"), ("Suffix", ".jpg")))
        #expect(try check([]).rules.isEmpty)
    }

    @Test(arguments: [
        ("invalid-queue", "The ARN could not be parsed"),
        ("arn:aws:sqs:us-east-1:111122223333:", "The ARN could not be parsed"),
        ("arn:aws:sns:us-east-1:111122223333:topic", "The ARN is not well formed"),
        ("arn:aws:sqs:us-east-1:1:jobs", "The ARN is not well formed"),
        ("arn:aws:sqs:us-east-1:111122223333:jobs.fifo", "FIFO SQS queues are not supported."),
        (
            "arn:aws:sqs:eu-west-1:111122223333:jobs",
            "The notification destination service region is not valid for the bucket location constraint"
        ),
    ])
    func destinations(_ arn: String, _ sentence: String) {
        let error = refusal(queue(arn: arn))
        #expect(error?.code == "InvalidArgument")
        #expect(error?.message == sentence)
        #expect(error?.members.map(\.name) == ["ArgumentName", "ArgumentValue"])
        #expect(error?.members.map(\.value) == ["Queue", arn])
    }

    @Test func functionsAreNamedAsInTheDocument() {
        let function = LambdaFunctionConfiguration(lambdaFunctionArn: "invalid-queue", events: [.s3ObjectCreatedAll])
        let error = #expect(throws: ServiceError.self) {
            try NotificationCheck.check(
                NotificationConfiguration(lambdaFunctionConfigurations: [function]), region: "us-east-1"
            ) { "id" }
        }
        #expect(error?.members.map(\.value) == ["CloudFunction", "invalid-queue"])
    }

    @Test func events() {
        #expect(refusal(queue([]))?.code == "MalformedXML")
        let unknown = refusal(queue(["s3:ObjectEaten:*"]))
        #expect(unknown?.message == "A specified event is not supported for notifications")
        #expect(unknown?.members.map(\.value) == ["Event", "s3:ObjectEaten:*"])
        let overlap = "Configurations overlap. Configurations on the same bucket cannot share a common event type."
        #expect(refusal(queue(["s3:ObjectCreated:*", "s3:ObjectCreated:Put"]))?.message == overlap)
        #expect(refusal(queue(["s3:ObjectCreated:Put", "s3:ObjectCreated:Put"]))?.message == overlap)
        #expect(refusal(queue(["s3:ObjectCreated:Put", "s3:ObjectCreated:Post"])) == nil)
        #expect(refusal(queue(), queue(["s3:ObjectCreated:Copy"]))?.message == overlap)
        #expect(refusal(queue(), queue(["s3:ObjectRemoved:Delete"])) == nil)
    }

    @Test func filters() {
        #expect(refusal(queue(filter: NotificationConfigurationFilter()))?.code == "MalformedXML")
        #expect(refusal(queue(filter: filter()))?.code == "MalformedXML")
        #expect(
            refusal(queue(filter: filter(("infix", "a"))))?.message
                == "filter rule name must be either prefix or suffix")
        #expect(
            refusal(queue(filter: filter(("prefix", "a"), ("Prefix", "b"))))?.message
                == "Cannot specify more than one prefix rule in a filter.")
        #expect(
            refusal(queue(filter: filter(("suffix", String(repeating: "v", count: 1025)))))?.message
                == "Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation")
    }

    @Test(arguments: [
        ("images/", ".jpg", "images/", ".png", true), ("images/", "", "docs/", "", true),
        ("images/", "", "images/2", "", false),
        ("", "jpg", "", ".jpg", false), ("a", ".jpg", "", ".jpg", false), ("a", ".jpg", "b", ".jpg", true),
    ])
    func filtersKeepThemApart(_ one: String, _ end: String, _ other: String, _ otherEnd: String, _ isApart: Bool) {
        let error = refusal(
            queue(filter: filter(("prefix", one), ("suffix", end))),
            queue(filter: filter(("prefix", other), ("suffix", otherEnd))))
        #expect((error == nil) == isApart)
        guard let error else { return }
        #expect(
            error.message
                == "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the "
                + "prefixes are overlapping for the same event type.")
    }

    @Test func idsAndNumbers() {
        #expect(
            refusal(queue(id: String(repeating: "i", count: 256)))?.message == "ID length exceeded allowed limit of 255"
        )
        #expect(
            refusal(queue(["s3:ObjectCreated:Put"], id: "a"), queue(["s3:ObjectCreated:Post"], id: "a"))?.message
                == "Same ID used for multiple configurations. IDs must be unique.")
        let many = (0...100).map { queue(filter: filter(("prefix", "\($0 + 1000)"))) }
        #expect(throws: ServiceError.self) { try check(many) }
        #expect(throws: Never.self) { try check(Array(many.dropLast())) }
    }

    @Test func whoMayNotBeSentTo() {
        let arn = "arn:aws:lambda:us-east-1:111122223333:function:my-lambda"
        let rule = NotificationRule(.function, id: "a", arn: arn, events: [.s3ObjectCreatedAll], filter: nil)
        let error = NotificationCheck.undeliverable([rule])
        #expect(error.code == "InvalidArgument")
        #expect(error.message == "Unable to validate the following destination configurations")
        #expect(error.members.map(\.name) == ["ArgumentName1", "ArgumentValue1"])
        #expect(error.members.map(\.value) == [arn + ", null", "Not authorized to invoke function [\(arn)]"])
    }

    @Test(arguments: [
        ("s3:ObjectCreated:Put", "images/a.jpg", true), ("s3:ObjectCreated:Put", "images/a.png", false),
        ("s3:ObjectCreated:Put", "docs/a.jpg", false), ("s3:ObjectRemoved:Delete", "images/a.jpg", false),
        ("s3:ObjectCreated:CompleteMultipartUpload", "images/.jpg", true),
    ])
    func whomAnEventIsTold(_ event: String, _ key: String, _ isTold: Bool) {
        let configuration = NotificationConfiguration(
            topicConfigurations: [
                TopicConfiguration(id: "t", topicArn: "arn", events: [.s3ReducedRedundancyLostObject])
            ],
            queueConfigurations: [queue(id: "q", filter: filter(("Prefix", "images/"), ("Suffix", ".jpg")))])
        #expect(configuration.destinations(of: event, key: key).map(\.id) == (isTold ? ["q"] : []))
    }

    @Test func filtersAreDecoded() {
        let configuration = NotificationConfiguration(
            queueConfigurations: [queue(id: "q", filter: filter(("Prefix", "a+b%2F")))])
        #expect(configuration.destinations(of: "s3:ObjectCreated:Put", key: "a b/c").count == 1)
    }
}
