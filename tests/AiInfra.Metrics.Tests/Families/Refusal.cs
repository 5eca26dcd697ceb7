namespace AiInfra.Metrics.Tests.Families;

/// <summary>Input that is refused, with the argument and the words of the message.</summary>
internal sealed record Refusal(string What, string Argument, string Words, Action Act)
{
    /// <summary>What all of them said instead, a line each.</summary>
    public static string Wrong(IEnumerable<Refusal> refusals) => string.Join('\n', refusals.Select(r => r.Fault()).Where(f => f.Length > 0));

    private string Fault()
    {
        try
        {
            Act();
            return $"{What}: not refused";
        }
        catch (ArgumentException e)
        {
            return e.ParamName == Argument && e.Message.Contains(Words, StringComparison.Ordinal) ? "" : $"{What}: {e.ParamName}: {e.Message}";
        }
    }
}
