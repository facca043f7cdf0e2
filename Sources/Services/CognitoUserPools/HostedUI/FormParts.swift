import Design

/// The pieces that forms are made of.
enum FormParts {
    struct Field {
        var name: String
        var label: String
        var type = "text"
        var value = ""
        var autocomplete: String?
        var mode: String?
        var hint: String?
        var isRequired = true
        var isFocused = false
        var isWrong = false
    }

    static func field(_ field: Field) -> HTML {
        let id = "field-" + field.name.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
        var more: HTML = .empty
        if let autocomplete = field.autocomplete { more = more + " autocomplete=\"\(autocomplete)\"" }
        if let mode = field.mode { more = more + " inputmode=\"\(mode)\"" }
        if field.isRequired { more = more + " required" }
        if field.isFocused { more = more + " autofocus" }
        if field.isWrong { more = more + " aria-invalid=\"true\" aria-describedby=\"error\"" }
        if field.type != "password", field.type != "date" {
            more = more + " autocapitalize=\"none\" spellcheck=\"false\""
        }
        let value: HTML = field.value.isEmpty ? .empty : " value=\"\(field.value)\""
        let hint: HTML? = field.hint.map { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>" }
        return """
            <div class="field">
            <label class="label-customizable" for="\(id)">\(field.label)</label>
            <input class="inputField-customizable" id="\(id)" name="\(field.name)" type="\(field.type)"\(value)\(more)>
            \(hint)</div>

            """
    }

    static func code(
        _ text: HostedText, label: String? = nil, isFocused: Bool = true, isWrong: Bool = false
    ) -> HTML {
        field(
            Field(
                name: "code", label: label ?? text.code6, autocomplete: "one-time-code", mode: "numeric",
                isFocused: isFocused, isWrong: isWrong))
    }

    static func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">\n"
    }

    static func submit(_ label: String) -> HTML {
        "<button class=\"submitButton-customizable\" type=\"submit\">\(label)</button>\n"
    }

    /// Sends the form for another way on; fields for the usual one may stay empty.
    static func otherSubmit(_ label: String) -> HTML {
        """
        <button class="submitButton-customizable quiet" type="submit" name="choose" value="1" \
        formnovalidate>\(label)</button>

        """
    }

    static func lead(_ text: String) -> HTML { "<p class=\"textDescription-customizable\">\(text)</p>\n" }

    /// Read out by screen readers as soon as the page is there.
    static func error(_ message: String?) -> HTML {
        guard let message else { return .empty }
        return "<p class=\"errorMessage-customizable\" id=\"error\" role=\"alert\">\(message)</p>\n"
    }

    static func notice(_ message: String?) -> HTML {
        guard let message else { return .empty }
        return "<p class=\"notice\" role=\"status\">\(message)</p>\n"
    }

    static func link(_ address: String, _ label: String) -> HTML {
        "<a class=\"redirect-customizable\" href=\"\(address)\">\(label)</a>"
    }
}
