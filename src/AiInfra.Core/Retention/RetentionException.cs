namespace AiInfra.Core.Retention;

/// <summary>A sweep could not look after some of what it was asked to. The others were swept: <see cref="Report"/> says what became of each.</summary>
public sealed class RetentionException : AiInfraException
{
    internal RetentionException(RetentionReport report, Exception first)
        : base(Text(report), first) => Report = report;

    /// <summary>What went, and in <see cref="RetentionEntry.Error"/> what failed.</summary>
    public RetentionReport Report { get; }

    private static string Text(RetentionReport report)
    {
        string failed = string.Join("; ", report.Entries.Where(e => e.Error is not null).Select(e => $"'{e.What}' ({e.Error})"));
        string swept = string.Join("; ", report.Entries.Where(e => e.Error is null));
        return $"Retention could not finish {failed}.{(swept.Length > 0 ? $" The others were looked after: {swept}." : "")} The next sweep tries again.";
    }
}
