namespace AiInfra.Metrics.Text.Matching;

/// <summary>Reads spans out of tags, as seqeval does.</summary>
internal static class SpanReader
{
    private static readonly (char Mark, string Type) s_outside = ('O', "_");

    public static List<TaggedSpan> Read(IReadOnlyList<string> tags, SpanScheme scheme, string argument)
    {
        var marks = new (char Mark, string Type)[tags.Count + 1];
        for (int i = 0; i < tags.Count; i++)
        {
            marks[i] = Parse(tags[i], i, scheme, argument);
        }

        marks[^1] = s_outside;
        return scheme == SpanScheme.Lenient ? Lenient(marks) : Strict(marks, SpanRules.Of(scheme));
    }

    private static (char Mark, string Type) Parse(string tag, int index, SpanScheme scheme, string argument)
    {
        string allowed = SpanRules.Marks(scheme);
        if (string.IsNullOrEmpty(tag) || !allowed.Contains(tag[0]) || (scheme == SpanScheme.Lenient && tag.Length > 1 && (tag[1] != '-' || tag[0] == 'O')))
        {
            throw new ArgumentException($"{argument}[{index}] is '{tag}'; with {scheme} a tag is O, or one of {string.Join(", ", allowed.Where(c => c != 'O'))} with a hyphen and a type, as B-PER.", argument);
        }

        string type = scheme == SpanScheme.Lenient ? (tag.Length > 2 ? tag[2..] : "") : tag[1..].Trim('-');
        return (tag[0], type.Length == 0 ? "_" : type);
    }

    private static List<TaggedSpan> Lenient((char Mark, string Type)[] marks)
    {
        var spans = new List<TaggedSpan>();
        (char Mark, string Type) before = ('O', "");
        int start = 0;
        for (int i = 0; i < marks.Length; i++)
        {
            (char mark, string type) = marks[i];
            bool changes = before.Type != type;
            bool ends = before.Mark is 'E' or 'S' || (before.Mark is 'B' or 'I' && (mark is 'B' or 'S' or 'O' || changes));
            if (ends)
            {
                spans.Add(new(before.Type, start, i));
            }

            bool starts = mark is 'B' or 'S' || (mark is 'E' or 'I' && (before.Mark is 'E' or 'S' or 'O' || changes));
            if (starts)
            {
                start = i;
            }

            before = marks[i];
        }

        return spans;
    }

    private static List<TaggedSpan> Strict((char Mark, string Type)[] marks, SpanRules rules)
    {
        var spans = new List<TaggedSpan>();
        (char Mark, string Type) before = s_outside;
        for (int i = 0; i < marks.Length;)
        {
            if (!rules.Starts(before, marks[i]))
            {
                before = marks[i++];
                continue;
            }

            int end = i + 1;
            while (end < marks.Length && rules.Continues(marks[end - 1], marks[end]))
            {
                end++;
            }

            // The last mark is outside and continues nothing, so end stays within.
            if (end < marks.Length && rules.Ends(marks[end - 1], marks[end]))
            {
                spans.Add(new(marks[i].Type, i, end));
            }

            before = marks[end - 1];
            i = end;
        }

        return spans;
    }
}
