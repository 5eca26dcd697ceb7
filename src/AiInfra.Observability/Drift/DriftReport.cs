namespace AiInfra.Observability.Drift;

/// <summary>One comparison of recent inputs with the training data.</summary>
public sealed record DriftReport
{
    /// <summary>Every watched column that the model is asked with.</summary>
    public required IReadOnlyList<ColumnDrift> Columns { get; init; }

    /// <summary>Columns of the training data that no input had: the target, ids, what was left out of the training. They are not judged.</summary>
    public IReadOnlyList<string> NotAsked { get; init; } = [];

    /// <summary>What of the options could not be followed, in words: a test for a column that is not there or holds something else, that threw, or that gave a p-value or a statistic that cannot be.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    internal IReadOnlyList<DriftTestFault> TestFaults { get; init; } = [];

    /// <summary>Whether enough columns have drifted.</summary>
    public required bool Drifted { get; init; }

    /// <summary>Rows in the window.</summary>
    public required int Rows { get; init; }

    /// <summary>Predictions seen since the reset.</summary>
    public required long Position { get; init; }

    /// <summary>An adjusted p-value below this is a finding.</summary>
    public required double Threshold { get; init; }

    /// <summary>Time of the newest prediction.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The drifted columns, the largest population stability index first.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<ColumnDrift> DriftedColumns => Columns.Where(c => c.Drifted).OrderByDescending(c => c.Stability);

    /// <summary>As an HTML page of its own, without scripts or other files.</summary>
    public string ToHtml() => DriftReportHtml.Write(this);

    /// <inheritdoc />
    public override string ToString() => $"DriftReport {{ Columns = {Shown.List(Columns)}, NotAsked = {Shown.List(NotAsked)}, Remarks = {Shown.List(Remarks)}, Drifted = {Drifted}, Rows = {Rows}, Position = {Position}, Threshold = {Threshold}, At = {At} }}";
}
