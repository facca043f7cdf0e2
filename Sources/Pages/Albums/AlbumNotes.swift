import Design
import ServiceKit
import Wire

/// What is shown in the place of the albums: the question for the password, and why there are none.
struct AlbumNotes: Sendable {
    enum Problem: Sendable { case wrong, tooMany }

    let language: PageLanguage
    private var isKorean: Bool { language == .korean }

    func password(_ request: PageRequest, problem: Problem? = nil) -> PageReply {
        let label = isKorean ? "비밀번호" : "Password"
        let alert: HTML =
            problem.map { "<p class=\"message bad\" role=\"alert\" id=\"problem\">\(sentence($0))</p>" } ?? .empty
        let described: HTML = problem == nil ? .empty : " aria-describedby=\"problem\" aria-invalid=\"true\""
        let content: HTML = """
            <div class="card padded stack">
            <h1>\(isKorean ? "앨범 비밀번호" : "Password of the albums")</h1>
            <p class="quiet">\(isKorean ? "이 페이지의 비밀번호를 입력해 주세요." : "Enter the password of this page.")</p>
            \(alert)
            <form class="stack" method="post" action="\(Albums.path)?lang=\(language.rawValue)">
            <div class="field"><label for="password">\(label)</label>
            <input class="input" type="password" id="password" name="password" autocomplete="current-password" \
            required autofocus\(described)></div>
            <div class="buttons"><button class="button primary" type="submit">\(isKorean ? "열기" : "Open")</button></div>
            </form>
            </div>
            """
        let status = problem == nil ? 200 : problem == .tooMany ? 429 : 403
        return document(content).reply(to: request, status: status)
    }

    private func sentence(_ problem: Problem) -> String {
        switch problem {
        case .wrong: isKorean ? "비밀번호가 올바르지 않습니다." : "This is not the password."
        case .tooMany:
            isKorean ? "시도가 너무 많습니다. 잠시 후 다시 시도해 주세요." : "Too many tries. Please wait a while and try again."
        }
    }

    func elsewhere(_ request: PageRequest) -> PageReply {
        document(
            """
            <div class="card padded stack">
            <h1>\(isKorean ? "이 네트워크에서는 열 수 없습니다" : "Not open from here")</h1>
            <p>\(isKorean
                ? "이 앨범은 정해진 네트워크에서만 볼 수 있습니다. 내 주소:"
                : "These albums are open to certain networks only. Your address:") <code>\(request.address)</code></p>
            </div>
            """
        ).reply(to: request, status: 403)
    }

    func setUp(_ request: PageRequest) -> PageReply {
        let lead =
            isKorean
            ? "앨범을 쓰려면 버킷과 자격 증명 풀을 만들고, 설정 파일에 적은 뒤 서버를 다시 시작해 주세요."
            : "To have albums, make a bucket and an identity pool, name them in the configuration file, and start the server again."
        let more =
            isKorean
            ? "게스트 역할에 필요한 권한: s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject."
            : "What the role of guests must allow: s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject."
        return document(
            """
            <div class="card padded stack">
            <h1>\(isKorean ? "아직 앨범이 없습니다" : "There are no albums yet")</h1>
            <p>\(lead)</p>
            <pre class="code">pages:
              albums:
                bucket: my-photos
                identityPool: us-east-1:00000000-0000-0000-0000-000000000000</pre>
            <p>\(more)</p>
            <p class="quiet">\(isKorean ? "자세한 내용:" : "All of it is in") <code>docs/albums\(isKorean ? ".ko" : "").md</code></p>
            </div>
            """
        ).reply(to: request, status: 404)
    }

    private func document(_ content: HTML) -> PageDocument {
        PageDocument(
            Albums.library, title: isKorean ? "앨범" : "Albums", language: language, content: content, isNarrow: true)
    }
}
