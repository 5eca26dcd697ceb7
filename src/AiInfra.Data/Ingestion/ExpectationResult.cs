namespace AiInfra.Data.Ingestion;

/// <summary>What came of an expectation in a run.</summary>
/// <param name="Name">Name of the expectation.</param>
/// <param name="Column">Column, null for a predicate over whole rows.</param>
/// <param name="Checked">Rows looked at.</param>
/// <param name="Failed">Rows that failed.</param>
/// <param name="Mostly">Least share of rows that must pass.</param>
public sealed record ExpectationResult(string Name, string? Column, long Checked, long Failed, double Mostly)
{
    /// <summary>Share of rows that passed; 1 when none was looked at.</summary>
    public double PassedShare => Checked == 0 ? 1 : 1 - ((double)Failed / Checked);

    /// <summary>Whether enough rows passed.</summary>
    public bool Holds => PassedShare >= Mostly;
}
