namespace AiInfra.Testing;

/// <summary>When two sets of rows count as different. A column has drifted when the difference is both more than chance and large enough to matter.</summary>
public sealed record DriftTolerance
{
    /// <summary>Chance of even one false alarm over all columns, when nothing changed (p-values are corrected by Holm).</summary>
    /// <value>0.01.</value>
    public double Significance { get; init; } = 0.01;

    /// <summary>Population stability index from which a difference matters.</summary>
    /// <value>0.1; below it distributions are commonly called stable.</value>
    public double LeastShift { get; init; } = 0.1;

    /// <summary>Columns that are not compared: keys, times that always move on.</summary>
    public IReadOnlyCollection<string> Ignore { get; init; } = [];

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Significance);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Significance, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(LeastShift);
        ArgumentNullException.ThrowIfNull(Ignore);
    }

    /// <inheritdoc />
    public override string ToString() => $"DriftTolerance {{ Significance = {Significance}, LeastShift = {LeastShift}, Ignore = {Shown.List(Ignore)} }}";
}
