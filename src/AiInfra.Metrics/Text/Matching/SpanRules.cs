namespace AiInfra.Metrics.Text.Matching;

/// <summary>Which pair of neighbouring marks starts, continues or ends a span in a scheme. A rule is written as the marks before, the marks now, and = for the same type, ! for another, * for any.</summary>
internal sealed class SpanRules
{
    private const string Any = "IOBESLU";

    private readonly (string Before, string Now, char Type)[] _starts;
    private readonly (string Before, string Now, char Type)[] _continues;
    private readonly (string Before, string Now, char Type)[] _ends;

    private SpanRules((string, string, char)[] starts, (string, string, char)[] continues, (string, string, char)[] ends) => (_starts, _continues, _ends) = (starts, continues, ends);

    public static string Marks(SpanScheme scheme) => scheme switch
    {
        SpanScheme.Iob1 or SpanScheme.Iob2 => "OBI",
        SpanScheme.Ioe1 or SpanScheme.Ioe2 => "OIE",
        SpanScheme.Bilou => "OBILU",
        _ => "OBIES",
    };

    public static SpanRules Of(SpanScheme scheme) => scheme switch
    {
        SpanScheme.Iob1 => new([("O", "I", '*'), ("I", "I", '!'), ("B", "I", '*'), ("IB", "B", '=')], [("BI", "I", '=')], [("I", "I", '!'), ("I", "OB", '*'), ("B", "O", '*'), ("B", "I", '!'), ("B", "B", '=')]),
        SpanScheme.Iob2 => new([(Any, "B", '*')], [("BI", "I", '=')], [("IB", "OB", '*'), ("IB", "I", '!')]),
        SpanScheme.Ioe1 => new([("O", "I", '*'), ("I", "I", '!'), ("E", "I", '*'), ("E", "E", '=')], [("I", "IE", '=')], [("I", "I", '!'), ("I", "O", '*'), ("I", "E", '!'), ("E", "IE", '=')]),
        SpanScheme.Ioe2 => new([("OE", "IE", '*'), ("I", "IE", '!')], [("I", "IE", '=')], [("E", Any, '*')]),
        SpanScheme.Bilou => new([(Any, "BU", '*')], [("BI", "IL", '=')], [("UL", Any, '*')]),
        _ => new([(Any, "BS", '*')], [("BI", "IE", '=')], [("SE", Any, '*')]),
    };

    public bool Starts((char Mark, string Type) before, (char Mark, string Type) now) => Fits(_starts, before, now);

    public bool Continues((char Mark, string Type) before, (char Mark, string Type) now) => Fits(_continues, before, now);

    public bool Ends((char Mark, string Type) before, (char Mark, string Type) now) => Fits(_ends, before, now);

    private static bool Fits((string Before, string Now, char Type)[] rules, (char Mark, string Type) before, (char Mark, string Type) now)
    {
        foreach ((string marksBefore, string marksNow, char type) in rules)
        {
            if (marksBefore.Contains(before.Mark) && marksNow.Contains(now.Mark) && (type == '*' || (before.Type == now.Type) == (type == '=')))
            {
                return true;
            }
        }

        return false;
    }
}
