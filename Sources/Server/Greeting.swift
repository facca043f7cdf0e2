#if canImport(Glibc)
    import Glibc
#endif

/// What a newcomer sees when the server is ready, on standard output, in Korean and English.
struct Greeting {
    let address: String
    let publicURL: String
    let dataFolder: String
    let key: Configuration.RootKey
    /// The secret is shown once, when it was made, and with `--dev`, where it is no secret.
    let showsSecret: Bool
    let region: String
    /// What `--demo` made.
    let demonstration: DemoPlaces?

    func show() {
        print(text)
        fflush(nil)
    }

    private var text: String {
        """

          Hanok 한옥   \(address)
          data · 데이터   \(dataFolder)

          Point the AWS CLI and the SDKs at it · AWS CLI와 SDK를 이렇게 연결하세요:

            export AWS_ENDPOINT_URL=\(publicURL)
            export AWS_DEFAULT_REGION=\(region)
            export AWS_ACCESS_KEY_ID=\(key.id)
            export AWS_SECRET_ACCESS_KEY=\(showsSecret ? key.secret : "…")
        \(showsSecret ? "" : "\n    The secret is in \(dataFolder)/root-credentials · 비밀 키는 위 파일에 있습니다\n")
            aws sts get-caller-identity
        \(demonstration.map(pages) ?? "")
        """
    }

    private func pages(_ places: DemoPlaces) -> String {
        """

          Open in a browser · 브라우저로 열어 보세요:

            \(publicURL)/                start · 시작
            \(publicURL)/_hanok/files    files · 파일
            \(publicURL)/_hanok/albums   albums · 앨범
            \(publicURL)/_hanok/posts    posts · 글
            \(publicURL)/_hanok/mail     mail · 편지함

        """
    }
}
