import CloudWatchLogsModel
import ServiceKit

/// Every operation served, who may call it, and which IAM actions on which resources it needs.
extension CloudWatchLogs {
    package var operations: [Operation] {
        groupOperations + streamOperations + eventOperations + tagOperations + policyOperations
    }

    private var groupOperations: [Operation] {
        [
            signed(
                createLogGroup,
                needs: { try await making(address($0.logGroupName, $1), tags: $0.tags, $1) }),
            signed(deleteLogGroup, needs: { try await onGroup("logs:DeleteLogGroup", $0.logGroupName, $1) }),
            signed(
                describeLogGroups, allows: "logs:DescribeLogGroups", on: { address("", $1).resource }),
            signed(listLogGroups, allows: "logs:ListLogGroups", on: { address("", $1).resource }),
            signed(putRetentionPolicy, needs: { try await onGroup("logs:PutRetentionPolicy", $0.logGroupName, $1) }),
            signed(
                deleteRetentionPolicy,
                needs: { try await onGroup("logs:DeleteRetentionPolicy", $0.logGroupName, $1) }),
            signed(
                putLogGroupDeletionProtection,
                needs: { input, call in
                    let address = try decided(nil, input.logGroupIdentifier, call)
                    return [try await permission("logs:PutLogGroupDeletionProtection", on: address)]
                }),
        ]
    }

    private var streamOperations: [Operation] {
        [
            signed(
                createLogStream,
                needs: { try await onStream("logs:CreateLogStream", $0.logGroupName, $0.logStreamName, $1) }),
            signed(
                deleteLogStream,
                needs: { try await onStream("logs:DeleteLogStream", $0.logGroupName, $0.logStreamName, $1) }),
            signed(
                describeLogStreams,
                needs: { input, call in
                    let address = try decided(input.logGroupName, input.logGroupIdentifier, call)
                    return [try await permission("logs:DescribeLogStreams", on: address)]
                }),
        ]
    }

    private var eventOperations: [Operation] {
        [
            signed(
                putLogEvents,
                needs: { try await onStream("logs:PutLogEvents", $0.logGroupName, $0.logStreamName, $1) },
                // A message may be escaped up to six times its length.
                bodyLimit: 8 << 20),
            signed(
                getLogEvents,
                needs: {
                    try await reading(
                        "logs:GetLogEvents", $0.logGroupName, $0.logGroupIdentifier, stream: $0.logStreamName,
                        unmask: $0.unmask, $1)
                }),
            signed(
                filterLogEvents,
                needs: {
                    try await reading(
                        "logs:FilterLogEvents", $0.logGroupName, $0.logGroupIdentifier, unmask: $0.unmask, $1)
                }),
            signed(testMetricFilter, needs: { _, _ in [Permission("logs:TestMetricFilter", on: "*")] }),
        ]
    }

    private var tagOperations: [Operation] {
        [
            signed(
                tagLogGroup,
                needs: { try await onGroup("logs:TagLogGroup", $0.logGroupName, $1, tags: RequestedTags($0.tags)) }),
            signed(
                untagLogGroup,
                needs: {
                    try await onGroup(
                        "logs:UntagLogGroup", $0.logGroupName, $1, tags: RequestedTags(removing: $0.tags))
                }),
            signed(listTagsLogGroup, needs: { try await onGroup("logs:ListTagsLogGroup", $0.logGroupName, $1) }),
            signed(
                tagResource,
                needs: { try await onTagged("logs:TagResource", $0.resourceArn, $1, RequestedTags($0.tags)) }),
            signed(
                untagResource,
                needs: {
                    try await onTagged("logs:UntagResource", $0.resourceArn, $1, RequestedTags(removing: $0.tagKeys))
                }),
            signed(listTagsForResource, needs: { try await onTagged("logs:ListTagsForResource", $0.resourceArn, $1) }),
        ]
    }

    private var policyOperations: [Operation] {
        [
            signed(putResourcePolicy, needs: { _, _ in [Permission("logs:PutResourcePolicy", on: "*")] }),
            signed(describeResourcePolicies, needs: { _, _ in [Permission("logs:DescribeResourcePolicies", on: "*")] }),
            signed(deleteResourcePolicy, needs: { _, _ in [Permission("logs:DeleteResourcePolicy", on: "*")] }),
        ]
    }
}
